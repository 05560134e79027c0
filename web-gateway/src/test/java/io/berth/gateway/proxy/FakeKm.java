package io.berth.gateway.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.connector.api.KmConnection;
import io.berth.connector.api.KmConnectionFactory;
import io.berth.connector.api.KmException;
import io.berth.connector.api.KmExchange;
import io.berth.connector.api.KmHeader;
import io.berth.connector.api.KmProcesses;
import io.berth.connector.api.KmRequestHead;
import io.berth.connector.api.KmResponseHead;
import io.berth.connector.api.Problem;
import io.berth.connector.api.ProjectId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.naming.Reference;

/** A KM by hand: plays what a test scripted, one script an exchange, and counts what is open. */
final class FakeKm implements KmConnectionFactory {
  private static final long serialVersionUID = 1L;

  /** What happens to one exchange. */
  enum Fate {
    ANSWERS,
    REFUSES_CONNECTION,
    DIES_BEFORE_ANSWER,
    DIES_IN_ANSWER,
    ANSWERS_WHEN_RELEASED
  }

  final transient Queue<Fate> script = new ArrayDeque<>();
  final transient Queue<KmRequestHead> heads = new ConcurrentLinkedQueue<>();
  final transient Queue<String> bodies = new ConcurrentLinkedQueue<>();
  final transient CountDownLatch release = new CountDownLatch(1);
  final AtomicInteger permits = new AtomicInteger();
  final AtomicInteger exchanges = new AtomicInteger();
  transient volatile String answer = "{}";
  transient volatile String contentType = "application/json";
  transient volatile long generation = 1;
  transient volatile int status = 200;

  @Override
  public KmConnection getConnection(ProjectId project) {
    permits.incrementAndGet();
    return new Permit();
  }

  private synchronized Fate next() {
    Fate fate = script.poll();
    return fate == null ? Fate.ANSWERS : fate;
  }

  @Override
  public KmProcesses processes() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setReference(Reference reference) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Reference getReference() {
    throw new UnsupportedOperationException();
  }

  private final class Permit implements KmConnection {
    private boolean closed;

    @Override
    public KmExchange begin(KmRequestHead head) throws KmException {
      Fate fate = next();
      if (fate == Fate.REFUSES_CONNECTION) {
        throw new KmException(Problem.BAD_UPSTREAM, "nobody listens");
      }
      heads.add(head);
      exchanges.incrementAndGet();
      return new Exchange(fate);
    }

    @Override
    public KmExchange beginTunnel(KmRequestHead head) throws KmException {
      return begin(head);
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        permits.decrementAndGet();
      }
    }
  }

  private final class Exchange implements KmExchange {
    private final Fate fate;
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private boolean closed;
    private volatile boolean cancelled;

    Exchange(Fate fate) {
      this.fate = fate;
    }

    @Override
    public OutputStream requestBody() {
      return sent;
    }

    @Override
    public boolean awaitResponse(Duration patience) throws KmException {
      if (fate != Fate.ANSWERS_WHEN_RELEASED) {
        return true;
      }
      long deadline = System.nanoTime() + patience.toNanos();
      try {
        while (!release.await(5, TimeUnit.MILLISECONDS)) {
          if (cancelled) {
            throw new KmException(Problem.OUTCOME_UNKNOWN, "broken off");
          }
          if (System.nanoTime() > deadline) {
            return false;
          }
        }
        return true;
      } catch (InterruptedException stopping) {
        Thread.currentThread().interrupt();
        return false;
      }
    }

    @Override
    public KmResponseHead responseHead() throws KmException {
      await();
      bodies.add(sent.toString(UTF_8));
      if (fate == Fate.DIES_BEFORE_ANSWER) {
        throw new KmException(Problem.OUTCOME_UNKNOWN, "broke off");
      }
      return new KmResponseHead(
          status,
          List.of(
              new KmHeader("Content-Type", contentType), new KmHeader("Berth-Reason", "forged")),
          contentType.startsWith("text/event-stream") ? -1 : answer.getBytes(UTF_8).length,
          generation);
    }

    private void await() {
      try {
        if (fate == Fate.ANSWERS_WHEN_RELEASED && !release.await(20, TimeUnit.SECONDS)) {
          throw new AssertionError("never released");
        }
      } catch (InterruptedException stopping) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public InputStream responseBody() {
      byte[] whole = answer.getBytes(UTF_8);
      if (fate != Fate.DIES_IN_ANSWER) {
        return new ByteArrayInputStream(whole);
      }
      return new InputStream() {
        private int at;

        @Override
        public int read() throws IOException {
          if (at >= whole.length / 2) {
            throw new IOException("reset");
          }
          return whole[at++];
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
          buffer[offset] = (byte) read();
          return 1;
        }
      };
    }

    @Override
    public OutputStream tunnelOutput() {
      return sent;
    }

    @Override
    public long generation() {
      return generation;
    }

    @Override
    public boolean mayHaveHadEffect() {
      return true;
    }

    @Override
    public void detach() {}

    @Override
    public void cancel() {
      cancelled = true;
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        exchanges.decrementAndGet();
      }
    }
  }
}
