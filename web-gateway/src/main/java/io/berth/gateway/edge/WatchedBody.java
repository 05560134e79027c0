package io.berth.gateway.edge;

import io.berth.gateway.problem.CallerLeft;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A request whose body is on its way. Whoever reads it is told with {@link CallerLeft} when its
 * caller is gone, and the log with one line. Used by one thread at a time.
 */
final class WatchedBody extends HttpServletRequestWrapper {
  private static final Logger LOG = Logger.getLogger(WatchedBody.class.getName());

  private final long announced;
  private ServletInputStream watched;
  private long received;
  private volatile boolean torn;

  WatchedBody(HttpServletRequest request) {
    super(request);
    announced = request.getContentLengthLong();
  }

  /** Whether its caller left in the middle of it. */
  boolean isTorn() {
    return torn;
  }

  @Override
  public ServletInputStream getInputStream() throws IOException {
    if (watched == null) {
      watched = new Watched(super.getInputStream());
    }
    return watched;
  }

  private CallerLeft left(IOException cause) {
    if (!torn) {
      torn = true;
      LOG.log(
          Level.INFO,
          "{0} {1}: a caller left, after {2} bytes of its request",
          new Object[] {getMethod(), getRequestURI(), String.valueOf(received)});
    }
    return new CallerLeft(cause);
  }

  private final class Watched extends ServletInputStream {
    private final ServletInputStream in;

    Watched(ServletInputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
      // why: of a request that offers an upgrade the container does not tell where its body ends
      long left = announced < 0 ? length : announced - received;
      if (left <= 0 && length > 0) {
        return -1;
      }
      try {
        int count = in.read(target, from, (int) Math.min(length, left));
        received += Math.max(0, count);
        return count;
      } catch (IOException gone) {
        throw left(gone);
      }
    }

    @Override
    public int available() throws IOException {
      return in.available();
    }

    @Override
    public boolean isFinished() {
      return in.isFinished() || (announced >= 0 && received >= announced);
    }

    @Override
    public boolean isReady() {
      return in.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
      in.setReadListener(listener);
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
