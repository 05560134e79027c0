package io.berth.connector.event;

import io.berth.connector.api.KmException;
import io.berth.connector.api.ProcessEvent;
import io.berth.connector.api.ProcessEventListener;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Delivers process events to one listener, on one thread, in the order they were posted. When the
 * listener fails, the same event comes again with growing pauses: without end while it says that it
 * may succeed later, else some times. What was given up or found no room is logged as an error with
 * the whole event, never silently dropped.
 */
public final class EventDispatcher implements AutoCloseable {
  private static final Logger LOG = System.getLogger(EventDispatcher.class.getName());

  private final ProcessEventListener listener;
  private final Redelivery redelivery;
  private final BlockingQueue<Runnable> queue;
  private final ExecutorService thread;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final AtomicLong lost = new AtomicLong();

  /** How often and after which pauses an event comes again. */
  public record Redelivery(int attempts, Duration first, Duration most) {
    /** About two minutes in all, for a listener that does not say why it fails. */
    public static final Redelivery DEFAULTS =
        new Redelivery(30, Duration.ofMillis(100), Duration.ofSeconds(5));

    Duration pauseAfter(int attempt) {
      Duration pause = first.multipliedBy(1L << Math.min(attempt - 1, 20));
      return pause.compareTo(most) > 0 ? most : pause;
    }
  }

  public EventDispatcher(
      ProcessEventListener listener, Redelivery redelivery, int capacity, ThreadFactory threads) {
    this.listener = listener;
    this.redelivery = redelivery;
    this.queue = new LinkedBlockingQueue<>(capacity);
    this.thread = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, queue, threads, this::full);
  }

  /** Takes an event; never blocks. */
  public void post(ProcessEvent event) {
    thread.execute(new Delivery(event));
  }

  /** Events that were given up since the start. */
  public long lost() {
    return lost.get();
  }

  /** Ends the thread; what is still queued gets one attempt each, within a second in all. */
  @Override
  public void close() {
    closing.countDown();
    thread.shutdown();
    try {
      if (!thread.awaitTermination(1, TimeUnit.SECONDS)) {
        thread.shutdownNow().forEach(left -> giveUp((Delivery) left, "the adapter stops"));
      }
    } catch (InterruptedException e) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private void full(Runnable delivery, ThreadPoolExecutor executor) {
    giveUp((Delivery) delivery, executor.isShutdown() ? "the adapter stops" : "the queue is full");
  }

  private void giveUp(Delivery delivery, String why) {
    lost.incrementAndGet();
    LOG.log(Level.ERROR, "process event not delivered, " + why + ": " + delivery.event);
  }

  private final class Delivery implements Runnable {
    private final ProcessEvent event;

    Delivery(ProcessEvent event) {
      this.event = event;
    }

    @Override
    public void run() {
      for (int attempt = 1; ; attempt++) {
        boolean again;
        try {
          listener.onProcessEvent(event);
          return;
        } catch (KmException e) {
          told(attempt, e.getMessage());
          again = e.problem().retryable() || attempt < redelivery.attempts();
        } catch (RuntimeException e) {
          LOG.log(Level.WARNING, "listener failed, attempt " + attempt + ", " + event, e);
          again = attempt < redelivery.attempts();
        }
        if (!again || closedDuring(redelivery.pauseAfter(attempt))) {
          giveUp(this, "the listener failed " + attempt + " times");
          return;
        }
      }
    }

    /** why so seldom: in an outage each attempt would tell the same story. */
    private void told(int attempt, String why) {
      boolean due = Integer.bitCount(attempt) == 1;
      LOG.log(
          due ? Level.WARNING : Level.DEBUG,
          "{0} of {1} #{2} cannot be written down yet, attempt {3}, {4} more wait: {5}",
          event.kind(),
          event.project(),
          event.generation(),
          attempt,
          queue.size(),
          why);
    }

    private boolean closedDuring(Duration pause) {
      try {
        return closing.await(pause.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return true;
      }
    }
  }
}
