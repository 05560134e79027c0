package io.berth.gateway.proxy;

import io.berth.connector.api.KmExchange;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the caller of a tunnel says, on its way to the KM. While it is silent it takes no thread and
 * no buffer: the container tells when bytes are there, and a worker passes them on, one at a time.
 * The connection is closed by the same worker, so that nobody reads from one that was given back.
 */
final class FromCaller implements ReadListener {
  private static final Duration UNTIL_A_WORKER_IS_FREE = Duration.ofMillis(50);

  private final ServletInputStream in;
  private final KmExchange tunnel;
  private final OutputStream toKm;
  private final WorkerShare workers;
  private final Runnable close;
  private final FrameBoundary frames = new FrameBoundary();
  private final AtomicInteger news = new AtomicInteger();
  private volatile boolean ending;
  private boolean deaf;
  private boolean over;

  /**
   * @param close closes the connection; called once, and nothing is read after it
   */
  FromCaller(ServletInputStream in, KmExchange tunnel, WorkerShare workers, Runnable close) {
    this.in = in;
    this.tunnel = tunnel;
    this.toKm = tunnel.tunnelOutput();
    this.workers = workers;
    this.close = close;
  }

  /** Ends it, from any thread. */
  void end() {
    ending = true;
    tunnel.cancel(); // why: a KM that takes nothing must not keep its caller
    onDataAvailable();
  }

  /** Whether the caller left, or nobody reads from it any more. */
  boolean isEnding() {
    return ending;
  }

  /** Called by the container, which must not wait for a KM. */
  @Override
  public void onDataAvailable() {
    if (news.getAndIncrement() == 0) {
      begin();
    }
  }

  @Override
  public void onAllDataRead() {
    end();
  }

  /** Called by the container when the connection failed, or the caller ended it. */
  @Override
  public void onError(Throwable failure) {
    end();
  }

  private void begin() {
    try {
      workers.executeFairly(this::work);
    } catch (RejectedExecutionException none) {
      beginLater();
    }
  }

  /** why: without a worker its bytes wait in the caller's socket, as with a slow KM. */
  private void beginLater() {
    try {
      workers.tickAfter(UNTIL_A_WORKER_IS_FREE, this::begin);
    } catch (RejectedExecutionException closing) {
      ending = true;
      work();
    }
  }

  private void work() {
    for (int seen = 1; seen != 0; seen = news.addAndGet(-seen)) {
      if (!over) {
        passOn();
      }
      if (ending && !over) {
        over = true;
        close.run();
      }
    }
  }

  private void passOn() {
    try {
      byte[] buffer = Buffers.small();
      while (!ending && in.isReady()) {
        int count = in.read(buffer);
        if (count < 0) {
          ending = true;
          return;
        }
        take(buffer, count);
        buffer = Buffers.after(count, buffer);
      }
    } catch (IOException | RuntimeException gone) {
      ending = true;
    }
  }

  /** Once the KM takes nothing any more, read on only until the caller answered the farewell. */
  private void take(byte[] buffer, int count) {
    frames.passed(buffer, count);
    if (!deaf) {
      try {
        toKm.write(buffer, 0, count);
      } catch (IOException gone) {
        deaf = true;
        tunnel.cancel(); // why: it wakes the other direction, which tells the caller
      }
    }
    if (deaf && frames.closed()) {
      ending = true;
    }
  }
}
