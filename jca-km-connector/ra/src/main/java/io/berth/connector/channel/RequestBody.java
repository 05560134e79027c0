package io.berth.connector.channel;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.BooleanSupplier;
import org.apache.hc.core5.http.impl.io.ChunkedOutputStream;
import org.apache.hc.core5.http.impl.io.SessionOutputBufferImpl;

/**
 * The body of a request on its way to the KM, framed by length or in chunks. Has one writer. Only a
 * close after all of it was written ends the body; a failed write leaves the response readable,
 * since the KM may have answered early.
 */
final class RequestBody extends OutputStream {
  private static final int BUFFER = 8192;

  private final long length;
  private final OutputStream framed;
  private final Admission.Ticket ticket;
  private final Failures failures;
  private final BooleanSupplier over;
  private long written;
  private boolean failed;
  private boolean closed;
  private volatile boolean ended;

  RequestBody(Channel channel, long length, Admission.Ticket ticket, BooleanSupplier over) {
    this.length = length;
    this.framed = framed(channel.output(), length);
    this.ticket = ticket;
    this.failures = new Failures(ticket.target());
    this.over = over;
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
    guarded(length < 0 ? framed::close : framed::flush);
    ended = true;
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
