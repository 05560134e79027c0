package io.berth.lifecycle.waiting;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;

/**
 * Hears, on one connection and one thread of the node, of which projects tasks may be had. A lost
 * connection is opened again, with growing pauses; what was missed meanwhile is made good by one
 * call of {@code missed}. Started by the boot, ended with the node.
 */
public final class ReadyListener implements AutoCloseable {
  /** The channel of PostgreSQL, whose payloads are projects. */
  public static final String CHANNEL = "berth_task_ready";

  private static final Logger LOG = System.getLogger(ReadyListener.class.getName());
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration END = Duration.ofSeconds(3);

  /** An open ear. */
  public interface Ear extends AutoCloseable {
    /** What was heard within the patience, perhaps nothing. */
    Iterable<String> await(Duration patience) throws SQLException;

    @Override
    void close() throws SQLException;
  }

  /** How an ear is opened. */
  @FunctionalInterface
  public interface Ears {
    /** Opens one. */
    Ear open() throws SQLException;
  }

  private final Ears ears;
  private final ThreadFactory threads;
  private final Consumer<String> ready;
  private final Runnable missed;
  private final Pauses pauses = new Pauses();
  private Thread thread;
  private Ear open;
  private boolean ending;

  public ReadyListener(Ears ears, ThreadFactory threads, Consumer<String> ready, Runnable missed) {
    this.ears = ears;
    this.threads = threads;
    this.ready = ready;
    this.missed = missed;
  }

  /** Starts it, once. */
  public synchronized void start() {
    if (thread == null && !ending) {
      thread = threads.newThread(this::run);
      thread.start();
    }
  }

  private void run() {
    while (!isEnding()) {
      try (Ear ear = ears.open()) {
        if (!keep(ear)) {
          return;
        }
        missed.run();
        pauses.reset();
        while (!isEnding()) {
          ear.await(PATIENCE).forEach(ready);
        }
      } catch (SQLException | RuntimeException e) {
        if (!isEnding()) {
          Duration pause = pauses.next();
          LOG.log(Level.WARNING, "no notices of tasks now, again in {0}: {1}", pause, e.toString());
          sleep(pause);
        }
      }
    }
  }

  private synchronized boolean keep(Ear ear) {
    open = ear;
    return !ending;
  }

  private synchronized boolean isEnding() {
    return ending;
  }

  private synchronized void sleep(Duration pause) {
    long until = System.nanoTime() + pause.toNanos();
    try {
      for (long left = until - System.nanoTime(); left > 0 && !ending; ) {
        wait(Math.max(1, left / 1_000_000));
        left = until - System.nanoTime();
      }
    } catch (InterruptedException e) {
      ending = true;
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    Thread running;
    Ear ear;
    synchronized (this) {
      ending = true;
      notifyAll();
      running = thread;
      ear = open;
    }
    try {
      if (ear != null) {
        ear.close();
      }
      if (running != null) {
        running.join(END.toMillis());
      }
    } catch (SQLException e) {
      LOG.log(Level.DEBUG, "the connection for notices did not end well", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
