package io.berth.connector.channel;

import java.io.IOException;
import java.io.InputStream;

/**
 * The unframed body of a response. Counts what passes as activity and knows when it has ended;
 * closing it early neither reads on nor frees the channel, which is the exchange's business.
 */
final class ResponseBody extends InputStream {
  private final InputStream unframed;
  private final long length;
  private final Admission.Ticket ticket;
  private final Failures failures;
  private long passed;
  private volatile boolean ended;
  private volatile boolean closed;

  ResponseBody(InputStream unframed, long length, Admission.Ticket ticket, Failures failures) {
    this.unframed = unframed;
    this.length = length;
    this.ticket = ticket;
    this.failures = failures;
    this.ended = length == 0;
  }

  boolean ended() {
    return ended;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int count) throws IOException {
    if (closed) {
      throw new IOException("the response body is closed");
    }
    if (ended) {
      return -1;
    }
    int read = readUnframed(target, offset, count);
    if (read < 0) {
      ended = true;
      return -1;
    }
    passed += read;
    ticket.bytes();
    // why: a reader that knows the length does not ask for the end
    if (passed == length) {
      ended = true;
    }
    return read;
  }

  @Override
  public int available() throws IOException {
    return closed || ended ? 0 : unframed.available();
  }

  @Override
  public void close() {
    closed = true;
  }

  private int readUnframed(byte[] target, int offset, int count) throws IOException {
    try {
      return unframed.read(target, offset, count);
    } catch (IOException e) {
      throw failures.inBody(e);
    }
  }
}
