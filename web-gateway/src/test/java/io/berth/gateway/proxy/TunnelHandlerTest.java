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
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
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

  private final TunnelHandler handler = new TunnelHandler();
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
    caller.hangsUp();
    await().atMost(PATIENCE).until(() -> tunnel.closed);
    assertThat(caller.heard.size()).isZero();
  }

  @Test
  void whatItSaysBeforeAndAfterASilenceArrivesInOrder() {
    caller.says(new byte[] {1, 2, 3});
    join();
    await().atMost(PATIENCE).until(() -> tunnel.said.size() == 3);
    for (byte next = 4; next <= 100; next++) {
      caller.says(new byte[] {next});
    }
    await().atMost(PATIENCE).until(() -> tunnel.said.size() == 100);
    for (int i = 0; i < 100; i++) {
      assertThat(tunnel.said.toByteArray()[i]).isEqualTo((byte) (i + 1));
    }
    caller.hangsUp();
  }

  @Test
  void aCallerThatGoesWhileItsKmTakesNothingIsLetGo() {
    tunnel.takesNothing = true;
    join();
    caller.says(TEXT);
    await().atMost(PATIENCE).until(() -> tunnel.stuck);
    handler.destroy();
  }

  private void join() {
    handler.connect(tunnel, new WorkerShare(workers), ended::countDown);
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

  /** Its input as the container has it: ready, or a listener is told once it is. */
  private final class Caller implements WebConnection {
    final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    volatile boolean closed;
    private final Deque<Byte> said = new ArrayDeque<>();
    private ReadListener listener;
    private boolean awaited;

    void says(byte[] bytes) {
      synchronized (said) {
        for (byte b : bytes) {
          said.add(b);
        }
      }
      tell(Caller::bytesCame);
    }

    /** It ends its connection, as the container notices it. */
    void hangsUp() {
      tell(reading -> reading.onError(new EOFException()));
    }

    private static void bytesCame(ReadListener reading) {
      try {
        reading.onDataAvailable();
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }

    private void tell(Consumer<ReadListener> what) {
      ReadListener reading;
      synchronized (said) {
        reading = awaited ? listener : null;
        awaited = false;
      }
      if (reading != null) {
        what.accept(reading);
      }
    }

    @Override
    public ServletInputStream getInputStream() {
      return new ServletInputStream() {
        @Override
        public int read() {
          synchronized (said) {
            return said.remove() & 0xff;
          }
        }

        @Override
        public int read(byte[] target, int offset, int length) {
          target[offset] = (byte) read();
          return 1;
        }

        @Override
        public boolean isFinished() {
          return false;
        }

        @Override
        public boolean isReady() {
          synchronized (said) {
            awaited = said.isEmpty();
            return !awaited;
          }
        }

        @Override
        public void setReadListener(ReadListener reading) {
          listener = reading;
          if (isReady()) {
            bytesCame(reading);
          }
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
      handler.destroy();
    }
  }

  private static final class Tunnel implements KmExchange {
    final ByteArrayOutputStream said = new ByteArrayOutputStream();
    volatile boolean refusesBytes;
    volatile boolean takesNothing;
    volatile boolean stuck;
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
          if (takesNothing) {
            stuck = true;
            answers.next(); // why: it ends when the tunnel is cancelled
            throw new IOException("cancelled");
          }
          said.write(b);
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
