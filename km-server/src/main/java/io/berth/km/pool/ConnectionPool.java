package io.berth.km.pool;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Lends reading connections, at most as many as {@link PoolSizing} allows at the present rate, and
 * counts the one writing connection in. Request threads borrow and give back; somebody's timer
 * calls {@link #retire()}. Connections are opened on demand, used last-in-first-out, and opened or
 * closed outside the lock.
 */
public final class ConnectionPool<C extends AutoCloseable> implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Opens a connection; called on the borrower's thread. */
  public interface Opener<C> {
    /** A new open connection. */
    C open();
  }

  /** A connection and its times. */
  public static final class Lease<C> {
    private final C connection;
    private final long openedAt;
    private long usedAt;

    private Lease(C connection, long now) {
      this.connection = connection;
      this.openedAt = now;
      this.usedAt = now;
    }

    /** What is lent. */
    public C connection() {
      return connection;
    }
  }

  private final PoolSettings settings;
  private final Opener<C> opener;
  private final LongSupplier nanos;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Lease<C>> idle = new ArrayDeque<>();
  private final RequestRate rate;
  private int leased;
  private int waiting;
  private boolean writerOpen;
  private boolean closed;

  /** A pool with nothing open yet; the clock counts nanoseconds. */
  public ConnectionPool(PoolSettings settings, Opener<C> opener, LongSupplier nanos) {
    this.settings = settings;
    this.opener = opener;
    this.nanos = nanos;
    this.rate = new RequestRate(nanos.getAsLong());
  }

  /** Counts a request for the sizing rule, without lending anything: a write uses the writer. */
  public void countRequest() {
    lock.lock();
    try {
      rate.count(nanos.getAsLong());
    } finally {
      lock.unlock();
    }
  }

  /** Says whether the writing connection is open, which is one of those that are allowed. */
  public void writerIsOpen(boolean open) {
    lock.lock();
    try {
      writerOpen = open;
    } finally {
      lock.unlock();
    }
  }

  /** Lends a connection; waits for one at most five seconds. */
  public Lease<C> borrow() {
    Lease<C> lent = idleOrPermit();
    if (lent != null) {
      return lent;
    }
    try {
      return new Lease<>(opener.open(), nanos.getAsLong());
    } catch (RuntimeException | Error e) {
      returnPermit();
      throw e;
    }
  }

  /** An idle connection, or null as the permission to open one. */
  private Lease<C> idleOrPermit() {
    long left = PATIENCE.toNanos();
    lock.lock();
    try {
      while (true) {
        if (closed) {
          throw new PoolExhausted("the store is closed");
        }
        if (!idle.isEmpty()) {
          leased++;
          return idle.removeFirst();
        }
        if (leased < readersAllowed()) {
          leased++;
          return null;
        }
        if (left <= 0) {
          throw new PoolExhausted(
              "all "
                  + leased
                  + " reading connections were busy for "
                  + PATIENCE.toSeconds()
                  + " s");
        }
        left = await(left);
      }
    } finally {
      lock.unlock();
    }
  }

  private long await(long left) {
    waiting++;
    try {
      return changed.awaitNanos(left);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PoolExhausted("interrupted while waiting for a connection");
    } finally {
      waiting--;
    }
  }

  /** Takes a connection back; a broken, superfluous or old one is closed instead. */
  public void giveBack(Lease<C> lease, boolean broken) {
    boolean keep;
    lock.lock();
    try {
      long now = nanos.getAsLong();
      leased--;
      lease.usedAt = now;
      keep =
          !broken
              && !closed
              && !PoolSizing.expired(settings, lease.openedAt, now)
              && leased + idle.size() < readersAllowed();
      if (keep) {
        idle.addFirst(lease);
      }
      changed.signal();
    } finally {
      lock.unlock();
    }
    if (!keep) {
      closeQuietly(lease.connection);
    }
  }

  /** Closes what the sizing rule wants closed. */
  public void retire() {
    List<Lease<C>> gone = new ArrayList<>();
    lock.lock();
    try {
      long now = nanos.getAsLong();
      List<PoolSizing.Open> open = new ArrayList<>();
      List<Lease<C>> leases = new ArrayList<>(idle);
      for (int i = 0; i < leases.size(); i++) {
        open.add(new PoolSizing.Open(i, leases.get(i).openedAt, leases.get(i).usedAt));
      }
      int used = leased + (writerOpen ? 1 : 0);
      for (PoolSizing.Open one : PoolSizing.toClose(settings, bound(now), used, open, now)) {
        Lease<C> lease = leases.get((int) one.id());
        idle.remove(lease);
        gone.add(lease);
      }
    } finally {
      lock.unlock();
    }
    gone.forEach(lease -> closeQuietly(lease.connection));
  }

  /** The pool now. */
  public PoolSnapshot snapshot() {
    lock.lock();
    try {
      long now = nanos.getAsLong();
      int writer = writerOpen ? 1 : 0;
      return new PoolSnapshot(
          leased + idle.size() + writer, leased, waiting, bound(now), rate.perMinute(now));
    } finally {
      lock.unlock();
    }
  }

  /** Lends nothing more and closes what is idle; what is lent is closed when it comes back. */
  @Override
  public void close() {
    List<Lease<C>> gone;
    lock.lock();
    try {
      closed = true;
      gone = new ArrayList<>(idle);
      idle.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    gone.forEach(lease -> closeQuietly(lease.connection));
  }

  /** Waits until nothing is lent; false if that did not happen in time. Call after close. */
  public boolean awaitReturn(Duration patience) {
    long left = patience.toNanos();
    lock.lock();
    try {
      while (leased > 0 && left > 0) {
        left = await(left);
      }
      return leased == 0;
    } finally {
      lock.unlock();
    }
  }

  private void returnPermit() {
    lock.lock();
    try {
      leased--;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  private int bound(long now) {
    return PoolSizing.bound(settings, rate.perMinute(now));
  }

  private int readersAllowed() {
    // why: one of the connections is the writer's, but a store without a reader would be useless
    return Math.max(1, bound(nanos.getAsLong()) - 1);
  }

  private static void closeQuietly(AutoCloseable connection) {
    try {
      connection.close();
    } catch (Exception e) {
      // why: it is gone either way, and the caller's work was done before
      System.getLogger(ConnectionPool.class.getName())
          .log(System.Logger.Level.WARNING, "a connection could not be closed: " + e.getMessage());
    }
  }
}
