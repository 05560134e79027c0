package io.berth.lifecycle.event;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Those who want to know of new events. They are called one after the other on a thread of the
 * executor, never on the thread that wrote the event; several events may lead to one call.
 */
public final class Followers {
  private static final Logger LOG = System.getLogger(Followers.class.getName());

  private final List<Consumer<Long>> followers = new CopyOnWriteArrayList<>();
  private final AtomicLong newest = new AtomicLong();
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private final Executor executor;

  public Followers(Executor executor) {
    this.executor = executor;
  }

  AutoCloseable add(Consumer<Long> follower) {
    // why: a wrapper of its own, so that the same consumer added twice is removed once
    Consumer<Long> added = follower::accept;
    followers.add(added);
    return () -> followers.remove(added);
  }

  /** There are events up to this one, whoever wrote them; nothing happens if that is known. */
  void reached(long id) {
    if (id > newest.get()) {
      newest(id);
    }
  }

  void newest(long id) {
    newest.accumulateAndGet(id, Math::max);
    if (!followers.isEmpty() && scheduled.compareAndSet(false, true)) {
      try {
        executor.execute(this::call);
      } catch (RejectedExecutionException e) {
        scheduled.set(false);
        LOG.log(Level.WARNING, "followers of the event log were not told of event " + id, e);
      }
    }
  }

  private synchronized void call() {
    scheduled.set(false);
    long id = newest.get();
    for (Consumer<Long> follower : followers) {
      try {
        follower.accept(id);
      } catch (RuntimeException e) {
        LOG.log(Level.WARNING, "a follower of the event log failed at event " + id, e);
      }
    }
  }
}
