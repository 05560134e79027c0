package io.berth.connector.channel;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.apache.hc.core5.http.impl.io.ChunkedOutputStream;
import org.apache.hc.core5.http.impl.io.SessionOutputBufferImpl;

/**
 * The body of a request on its way to the KM, framed by length or in chunks. Has one writer. Only a
 * close after all of it was written ends the body; a failed write leaves the response readable,
 * since the KM may have answered early.
 */
final class RequestBody extends OutputStream {
  /** How long a KM may think about {@code Expect: 100-continue} before the body comes anyway. */
  private static final Duration CONTINUE_PATIENCE = Duration.ofSeconds(1);

  private static final int BUFFER = 8192;

  private final long length;
  private final OutputStream framed;
  private final ResponseSide response;
  private final Admission.Ticket ticket;
  private final Failures failures;
  private final BooleanSupplier over;
  private boolean mustAsk;
  private long written;
  private boolean failed;
  private boolean closed;
  private volatile boolean ended;

  RequestBody(
      Channel channel,
      long length,
      boolean expectContinue,
      ResponseSide response,
      Admission.Ticket ticket,
      BooleanSupplier over) {
    this.length = length;
    this.framed = framed(channel.output(), length);
    this.response = response;
    this.ticket = ticket;
    this.failures = new Failures(ticket.target());
    this.over = over;
    this.mustAsk = expectContinue && length != 0;
    this.ended = length == 0;
  }

  /** Whether all of it was handed to the channel. */
  boolean ended() {
    return ended;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] source, int offset, int count) throws IOException {
    if (count == 0) {
      return;
    }
    requireOpen();
    if (length >= 0 && count > length - written) {
      throw new IOException("the request body is longer than the " + length + " bytes announced");
    }
    askFirst();
    guarded(() -> framed.write(source, offset, count));
    written += count;
    ticket.bytes();
  }

  @Override
  public void flush() throws IOException {
    if (!ended) {
      requireOpen();
      guarded(framed::flush);
    }
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    // why not after a failure: an end mark would make a torn body look whole
    if (ended || failed || over.getAsBoolean()) {
      return;
    }
    if (length >= 0 && written < length) {
      failed = true;
      throw new IOException(
          "the request body ended after " + written + " of " + length + " bytes announced");
    }
    askFirst();
    guarded(length < 0 ? framed::close : framed::flush);
    ended = true;
  }

  private void askFirst() throws IOException {
    if (!mustAsk) {
      return;
    }
    mustAsk = false;
    try {
      if (!response.awaitContinue(CONTINUE_PATIENCE)) {
        return;
      }
    } catch (KmException e) {
      failed = true;
      throw Failures.asIo(e);
    }
    failed = true;
    throw Failures.asIo(
        new KmException(Problem.BAD_UPSTREAM, "the KM answered before it took the request body"));
  }

  private void requireOpen() throws IOException {
    if (closed || ended) {
      throw new IOException("the request body has ended");
    }
    if (over.getAsBoolean()) {
      throw Failures.asIo(failures.over());
    }
    if (failed) {
      throw new IOException("the request body is broken since an earlier failure");
    }
  }

  private void guarded(Write write) throws IOException {
    try {
      write.run();
    } catch (IOException e) {
      failed = true;
      throw failures.inRequest(e);
    }
  }

  private static OutputStream framed(OutputStream out, long length) {
    return length < 0
        ? new ChunkedOutputStream(new SessionOutputBufferImpl(BUFFER), out, BUFFER)
        : new BufferedOutputStream(out, length < BUFFER ? (int) Math.max(1, length) : BUFFER);
  }

  private interface Write {
    void run() throws IOException;
  }
}
