package io.berth.connector.warm;

import io.berth.connector.api.WarmPoolSettings;
import io.berth.connector.api.WarmPoolUse;
import io.berth.connector.proc.Ender;
import io.berth.connector.proc.Memory;
import io.berth.connector.proc.ProcFs;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * Keeps so many processes warm as configured. Starts take from it on their own threads and never
 * wait for it; everything else happens on its one thread, which does what {@link WarmPolicy} says.
 * Closing it ends what nobody took.
 */
public final class WarmPool implements AutoCloseable {
  private static final Logger LOG = System.getLogger(WarmPool.class.getName());
  private static final Duration END = Duration.ofSeconds(5);
  private static final Duration AFTER_ERROR = Duration.ofSeconds(5);

  private final WarmPoolSettings settings;
  private final WarmStarter starter;
  private final BooleanSupplier prepared;
  private final IntSupplier demanded;
  private final Ender ender;
  private final ProcFs proc;
  private final LongSupplier nanos;
  private final Thread thread;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<WarmProcess> ready = new ArrayDeque<>();
  private Optional<Long> lackingSince = Optional.empty();
  private Optional<Long> changedAt = Optional.empty();
  private Optional<Long> failedAt = Optional.empty();
  private int failures;
  private boolean started;
  private boolean closed;

  /**
   * @param prepared whether the KM is installed, as far as it goes
   * @param demanded how many starts somebody waits for now
   * @param threads makes the one thread of the pool
   */
  public WarmPool(
      WarmPoolSettings settings,
      WarmStarter starter,
      BooleanSupplier prepared,
      IntSupplier demanded,
      Ender ender,
      ProcFs proc,
      LongSupplier nanos,
      ThreadFactory threads) {
    this.settings = settings;
    this.starter = starter;
    this.prepared = prepared;
    this.demanded = demanded;
    this.ender = ender;
    this.proc = proc;
    this.nanos = nanos;
    this.thread = threads.newThread(this::run);
  }

  /** Begins to fill; called once, when nothing of an earlier life of the node is left. */
  public void start() {
    lock.lock();
    try {
      if (!started && !closed && settings.size() > 0) {
        started = true;
        thread.start();
      }
    } finally {
      lock.unlock();
    }
  }

  /** The oldest process that is ready, for the caller alone; empty if there is none now. */
  public Optional<WarmProcess> take() {
    lock.lock();
    try {
      for (WarmProcess next = ready.poll(); next != null; next = ready.poll()) {
        noteChange();
        if (next.child().isAlive()) {
          return Optional.of(next);
        }
        next.release();
      }
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /** Whether its processes could serve a project in that folder. */
  public boolean reaches(Path folder) {
    return settings.size() > 0 && starter.reaches(folder);
  }

  /** What there is and what it takes; reads {@code /proc}. */
  public WarmPoolUse use() {
    List<WarmProcess> now = alive();
    long rss = 0;
    long pss = 0;
    for (WarmProcess process : now) {
      Memory memory = proc.memory(process.child().pid());
      rss += memory.rssBytes();
      pss += memory.pssBytes();
    }
    return new WarmPoolUse(settings.size(), now.size(), rss, pss);
  }

  private List<WarmProcess> alive() {
    lock.lock();
    try {
      return ready.stream().filter(process -> process.child().isAlive()).toList();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      Duration pause = Duration.ZERO;
      while (await(pause)) {
        pause = step();
      }
    } catch (InterruptedException e) {
      // why: only close interrupts, and it goes on with what is left
      LOG.log(Level.DEBUG, "the warm pool is closed");
    }
  }

  /** Does one thing and says how long there may be nothing to do. */
  private Duration step() throws InterruptedException {
    try {
      heal();
      WarmPolicy.Step step = next();
      if (step instanceof WarmPolicy.Step.Wait wait) {
        return wait.most();
      }
      if (step instanceof WarmPolicy.Step.Retire retire) {
        retire(retire.id());
      } else {
        fill();
      }
      return Duration.ZERO;
    } catch (RuntimeException e) {
      // why: the thread is the only one that fills; it must outlive a bad moment of /proc
      LOG.log(Level.ERROR, "a step of the warm pool failed", e);
      return AFTER_ERROR;
    }
  }

  private WarmPolicy.Step next() {
    lock.lock();
    try {
      long now = nanos.getAsLong();
      if (ready.size() >= settings.size()) {
        lackingSince = Optional.empty();
      } else if (lackingSince.isEmpty()) {
        lackingSince = Optional.of(now);
      }
      return WarmPolicy.next(
          settings,
          new WarmPolicy.Pool(
              ready.stream().map(p -> new WarmPolicy.Ready(p.id(), p.bornAt())).toList(),
              prepared.getAsBoolean(),
              demanded.getAsInt(),
              lackingSince,
              changedAt,
              failures,
              failedAt),
          now);
    } finally {
      lock.unlock();
    }
  }

  /** Forgets the dead, so that they are replaced. */
  private void heal() {
    List<WarmProcess> dead = new ArrayList<>();
    lock.lock();
    try {
      for (WarmProcess process : List.copyOf(ready)) {
        if (!process.child().isAlive()) {
          ready.remove(process);
          dead.add(process);
        }
      }
    } finally {
      lock.unlock();
    }
    for (WarmProcess process : dead) {
      LOG.log(
          Level.WARNING,
          "warm process {0} ended with code {1}; it is replaced",
          process.id(),
          process.child().exitValue());
      process.release();
    }
  }

  private void fill() throws InterruptedException {
    try {
      WarmProcess made = starter.start();
      if (!keep(made)) {
        end(made);
      }
    } catch (IOException | RuntimeException e) {
      lock.lock();
      try {
        failures++;
        failedAt = Optional.of(nanos.getAsLong());
      } finally {
        lock.unlock();
      }
      LOG.log(
          Level.WARNING,
          "a warm process could not be started, the next attempt comes after {0}; starts are cold"
              + " meanwhile: {1}",
          WarmPolicy.backoff(failures),
          e.getMessage());
    }
  }

  private boolean keep(WarmProcess made) {
    lock.lock();
    try {
      if (!closed) {
        failures = 0;
        failedAt = Optional.empty();
        ready.addLast(made);
        noteChange();
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  private void retire(String id) {
    Optional<WarmProcess> old;
    lock.lock();
    try {
      // why again: a start may have taken it meanwhile
      old = ready.stream().filter(process -> process.id().equals(id)).findFirst();
      old.ifPresent(ready::remove);
    } finally {
      lock.unlock();
    }
    old.ifPresent(this::end);
  }

  private void end(WarmProcess process) {
    if (ender.end(process.group(), END) == Ender.Outcome.SURVIVED) {
      LOG.log(
          Level.ERROR,
          "warm process {0}, pid {1}, survives SIGKILL; look at the host",
          process.id(),
          process.child().pid());
    }
    process.release();
  }

  private void noteChange() {
    changedAt = Optional.of(nanos.getAsLong());
    changed.signalAll();
  }

  /** False when the pool is closed. */
  private boolean await(Duration most) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      if (!closed && !most.isZero()) {
        changed.await(most.toMillis(), TimeUnit.MILLISECONDS);
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  /** Ends the thread, a fill that is under way, and every process that nobody took. */
  @Override
  public void close() {
    List<WarmProcess> left;
    lock.lock();
    try {
      closed = true;
      left = new ArrayList<>(ready);
      ready.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    left.forEach(process -> process.group().terminate());
    thread.interrupt();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    left.forEach(this::end);
  }
}
