package io.berth.http.threads;

import java.util.AbstractQueue;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * A queue, first in, first out, that keeps few of its takers at work: an element wakes one only
 * while fewer are busy, and then the one that lay down last, whose stack and caches are warm. What
 * waits meanwhile is taken by those who finish; {@link #look} wakes more when they do not, and lets
 * them lie down again, one after the other, when they do. Any thread may call; nobody ever holds a
 * lock.
 */
final class LastIdleFirst<E> extends AbstractQueue<E> implements BlockingQueue<E> {
  private final int takers;
  private final int few;
  private final Runnable waits;
  private final AtomicLong added = new AtomicLong();
  private final AtomicLong taken = new AtomicLong();
  private final AtomicInteger asleep = new AtomicInteger();
  private final ConcurrentLinkedQueue<E> elements = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedDeque<Taker> idle = new ConcurrentLinkedDeque<>();

  /** Who comes for more while more than these are at work lies down. Written by the watch alone. */
  private volatile int allowed;

  /**
   * @param takers how many threads take from it
   * @param few how many of them are kept at work as long as those get on
   * @param waits called when an element waits: somebody has to {@link #look} until none does
   */
  LastIdleFirst(int takers, int few, Runnable waits) {
    this.takers = takers;
    this.few = few;
    this.allowed = few;
    this.waits = waits;
  }

  @Override
  public boolean offer(E element) {
    Objects.requireNonNull(element);
    if (oneMoreMayWork() && handedOver(element)) {
      return true;
    }
    added.incrementAndGet();
    elements.add(element);
    // why again: a taker may have lain down between the two, and saw nothing
    if (oneMoreMayWork()) {
      handedOver(Taker.LOOK_AGAIN);
    }
    waits.run();
    return true;
  }

  private boolean oneMoreMayWork() {
    return takers - asleep.get() < few;
  }

  private boolean handedOver(Object what) {
    for (Taker taker = idle.pollFirst(); taker != null; taker = idle.pollFirst()) {
      if (taker.compareAndSet(null, what)) {
        asleep.decrementAndGet();
        LockSupport.unpark(taker.thread);
        return true;
      }
    }
    return false;
  }

  /** Does what the policy says of what has happened since the last look. One thread looks. */
  void look(Reinforcement policy) {
    int more = policy.atLook(System.nanoTime(), added.get(), taken.get());
    int busy = takers - asleep.get();
    allowed = Math.min(takers, Math.max(few, more > 0 ? busy + more : allowed + more));
    for (int left = more; left > 0; left--) {
      if (!handedOver(Taker.LOOK_AGAIN)) {
        return;
      }
    }
  }

  /** True, and counted as asleep, if enough others are at work. */
  private boolean isOneTooMany() {
    for (int resting = asleep.get(); takers - resting > allowed; resting = asleep.get()) {
      if (asleep.compareAndSet(resting, resting + 1)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public E poll() {
    E element = elements.poll();
    if (element != null) {
      taken.incrementAndGet();
    }
    return element;
  }

  @Override
  public E take() throws InterruptedException {
    return await(false, 0);
  }

  @Override
  public E poll(long timeout, TimeUnit unit) throws InterruptedException {
    return await(true, System.nanoTime() + unit.toNanos(timeout));
  }

  private E await(boolean timed, long deadline) throws InterruptedException {
    while (true) {
      boolean tooMany = isOneTooMany();
      if (!tooMany) {
        E element = poll();
        if (element != null) {
          return element;
        }
        asleep.incrementAndGet();
      }
      Taker taker = new Taker(Thread.currentThread());
      idle.addFirst(taker);
      if (tooMany || elements.isEmpty()) {
        sleep(taker, timed, deadline);
      }
      Object given = taker.getAndSet(Taker.GONE);
      if (given == null) {
        asleep.decrementAndGet();
        idle.removeFirstOccurrence(taker);
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        if (timed && deadline - System.nanoTime() <= 0) {
          return poll();
        }
      } else if (given != Taker.LOOK_AGAIN) {
        @SuppressWarnings("unchecked")
        E handed = (E) given;
        return handed;
      }
    }
  }

  /** Until something was given, the time is over, or the thread is interrupted. */
  private static void sleep(Taker taker, boolean timed, long deadline) {
    while (taker.get() == null && !Thread.currentThread().isInterrupted()) {
      if (!timed) {
        LockSupport.park(taker);
        continue;
      }
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return;
      }
      LockSupport.parkNanos(taker, left);
    }
  }

  @Override
  public E peek() {
    return elements.peek();
  }

  @Override
  public int size() {
    return (int) Math.max(0, added.get() - taken.get());
  }

  @Override
  public int remainingCapacity() {
    return Integer.MAX_VALUE;
  }

  @Override
  public boolean remove(Object element) {
    boolean removed = elements.remove(element);
    if (removed) {
      taken.incrementAndGet();
    }
    return removed;
  }

  @Override
  public int drainTo(Collection<? super E> to) {
    return drainTo(to, Integer.MAX_VALUE);
  }

  @Override
  public int drainTo(Collection<? super E> to, int most) {
    int drained = 0;
    for (E element = null; drained < most && (element = poll()) != null; drained++) {
      to.add(element);
    }
    return drained;
  }

  /** What waits; removing through it is not supported. */
  @Override
  public Iterator<E> iterator() {
    return List.copyOf(elements).iterator();
  }

  @Override
  public void put(E element) {
    offer(element);
  }

  @Override
  public boolean offer(E element, long timeout, TimeUnit unit) {
    return offer(element);
  }

  /** One thread that waits; holds what it was given. */
  private static final class Taker extends AtomicReference<Object> {
    static final Object LOOK_AGAIN = new Object();
    static final Object GONE = new Object();

    private static final long serialVersionUID = 1;

    private final transient Thread thread;

    Taker(Thread thread) {
      this.thread = thread;
    }
  }
}
