package io.berth.gateway.edge;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;

/**
 * The answer to a request with a body. Once its caller left, what is written goes nowhere, so that
 * nobody takes the closed connection for a defect. Used by one thread at a time.
 */
final class ListenedAnswer extends HttpServletResponseWrapper {
  private final WatchedBody request;
  private ServletOutputStream answer;

  ListenedAnswer(HttpServletResponse response, WatchedBody request) {
    super(response);
    this.request = request;
  }

  @Override
  public void sendError(int status) throws IOException {
    if (request.isTorn()) {
      setStatus(status);
    } else {
      super.sendError(status);
    }
  }

  @Override
  public void sendError(int status, String message) throws IOException {
    if (request.isTorn()) {
      setStatus(status);
    } else {
      super.sendError(status, message);
    }
  }

  @Override
  public void flushBuffer() throws IOException {
    if (!request.isTorn()) {
      super.flushBuffer();
    }
  }

  @Override
  public ServletOutputStream getOutputStream() throws IOException {
    if (answer == null) {
      answer = new Answer(super.getOutputStream());
    }
    return answer;
  }

  private final class Answer extends ServletOutputStream {
    private final ServletOutputStream out;

    Answer(ServletOutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int oneByte) throws IOException {
      if (!request.isTorn()) {
        out.write(oneByte);
      }
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      if (!request.isTorn()) {
        out.write(bytes, from, length);
      }
    }

    @Override
    public void flush() throws IOException {
      if (!request.isTorn()) {
        out.flush();
      }
    }

    @Override
    public void close() throws IOException {
      if (!request.isTorn()) {
        out.close();
      }
    }

    @Override
    public boolean isReady() {
      return out.isReady();
    }

    @Override
    public void setWriteListener(WriteListener listener) {
      out.setWriteListener(listener);
    }
  }
}
