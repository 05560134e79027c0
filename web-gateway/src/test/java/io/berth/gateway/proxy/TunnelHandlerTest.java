package io.berth.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.connector.api.KmExchange;
import io.berth.connector.api.KmResponseHead;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.WebConnection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TunnelHandlerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final byte[] GOING_AWAY = {(byte) 0x88, 2, 0x03, (byte) 0xe9};

  /** Masked with zeros, as a caller answers it. */
  private static final byte[] ITS_ANSWER = {
    (byte) 0x88, (byte) 0x82, 0, 0, 0, 0, 0x03, (byte) 0xe9
  };

  private static final byte[] TEXT = {(byte) 0x81, (byte) 0x81, 0, 0, 0, 0, 'x'};

  private final Workers workers = new Workers();
  private final Caller caller = new Caller();
  private final Tunnel tunnel = new Tunnel();
  private final CountDownLatch ended = new CountDownLatch(1);

  @AfterEach
  void everythingIsGivenBack() throws Exception {
    assertThat(ended.await(PATIENCE.toSeconds(), java.util.concurrent.TimeUnit.SECONDS)).isTrue();
    assertThat(caller.closed).isTrue();
    assertThat(tunnel.closed).isTrue();
    workers.close();
  }

  @Test
  void aCallerThatIsTalkingWhenItsKmDiesIsToldBeforeItsConnectionIsClosed() {
    tunnel.refusesBytes = true;
    join();
    caller.says(TEXT);
    await().atMost(PATIENCE).until(() -> caller.heard.size() == GOING_AWAY.length);
    assertThat(caller.heard.toByteArray()).isEqualTo(GOING_AWAY);
    assertThat(caller.closed).as("closed before it could read that").isFalse();
    caller.says(TEXT);
    caller.says(ITS_ANSWER);
  }

  @Test
  void aCallerThatDoesNotAnswerTheFarewellIsClosedAllTheSame() {
    join();
    tunnel.ends();
    await().atMost(PATIENCE).until(() -> caller.closed);
    assertThat(caller.heard.toByteArray()).isEqualTo(GOING_AWAY);
  }

  @Test
  void aCallerThatGoesHearsNothingMore() {
    join();
    caller.close();
    await().atMost(PATIENCE).until(() -> tunnel.closed);
    assertThat(caller.heard.size()).isZero();
  }

  private void join() {
    TunnelHandler handler = new TunnelHandler();
    handler.connect(tunnel, workers, ended::countDown);
    handler.init(caller);
  }

  /** Bytes that come when a test says so; -1 for the end. */
  private static final class Bytes {
    private final BlockingQueue<Integer> queue = new LinkedBlockingQueue<>();

    void add(int value) {
      queue.add(value);
    }

    int next() throws IOException {
      try {
        int value = queue.take();
        if (value < 0) {
          queue.add(value);
        }
        return value;
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
  }

  private static final class Caller implements WebConnection {
    final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    volatile boolean closed;
    private final Bytes said = new Bytes();

    void says(byte[] bytes) {
      for (byte b : bytes) {
        said.add(b & 0xff);
      }
    }

    @Override
    public ServletInputStream getInputStream() {
      return new ServletInputStream() {
        @Override
        public int read() throws IOException {
          return said.next();
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
          int value = read();
          target[offset] = (byte) value;
          return value < 0 ? -1 : 1;
        }

        @Override
        public boolean isFinished() {
          return false;
        }

        @Override
        public boolean isReady() {
          return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
          throw new UnsupportedOperationException();
        }
      };
    }

    @Override
    public ServletOutputStream getOutputStream() {
      return new ServletOutputStream() {
        @Override
        public void write(int b) throws IOException {
          if (closed) {
            throw new IOException("closed");
          }
          heard.write(b);
        }

        @Override
        public boolean isReady() {
          return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
          throw new UnsupportedOperationException();
        }
      };
    }

    @Override
    public void close() {
      closed = true;
      said.add(-1);
    }
  }

  private static final class Tunnel implements KmExchange {
    volatile boolean refusesBytes;
    volatile boolean closed;
    private final Bytes answers = new Bytes();

    void ends() {
      answers.add(-1);
    }

    @Override
    public InputStream responseBody() {
      return new InputStream() {
        @Override
        public int read() throws IOException {
          return answers.next();
        }
      };
    }

    @Override
    public OutputStream tunnelOutput() {
      return new OutputStream() {
        @Override
        public void write(int b) throws IOException {
          if (refusesBytes) {
            throw new IOException("nobody is there");
          }
        }
      };
    }

    @Override
    public void cancel() {
      answers.add(-1);
    }

    @Override
    public void close() {
      closed = true;
    }

    @Override
    public OutputStream requestBody() {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean awaitResponse(Duration patience) {
      throw new UnsupportedOperationException();
    }

    @Override
    public KmResponseHead responseHead() {
      throw new UnsupportedOperationException();
    }

    @Override
    public long generation() {
      return 1;
    }

    @Override
    public boolean mayHaveHadEffect() {
      return true;
    }

    @Override
    public void detach() {}
  }
}
