package io.berth.lifecycle.waiting;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.lifecycle.agent.AgentId;
import io.berth.lifecycle.claim.Claims;
import io.berth.lifecycle.claim.Offer;
import io.berth.lifecycle.claim.Reason;
import io.berth.lifecycle.claim.Wish;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Requests that wait for a task, parked: each costs an entry here and no thread. They are asked
 * again, the oldest first and two at a time, when the listener hears of a project, and now and then
 * by the node's timer. Called on any thread; nobody is answered while the lock is held.
 */
public final class ParkedClaims implements WaitingClaims, AutoCloseable {
  private static final Logger LOG = System.getLogger(ParkedClaims.class.getName());
  private static final int RUNNERS = 2;
  private static final Duration POLL_EACH = Duration.ofMillis(10);

  /**
   * How many may be parked, and how often each is asked for anyway.
   *
   * @param most beyond it a request is answered at once, as if it would not wait
   * @param poll for changes that send no notice: a reservation that is over, say
   */
  public record Limits(int most, Duration poll) {
    /** What is usual. */
    public static final Limits USUAL = new Limits(10_000, Duration.ofSeconds(10));
  }

  private final Claims claims;
  private final Executor executor;
  private final LongSupplier nanos;
  private final Limits limits;
  private final Map<AgentId, Waiter> parked = new LinkedHashMap<>();
  private final Set<Waiter> due = new LinkedHashSet<>();
  private int runners;
  private long heard;
  private boolean closed;

  public ParkedClaims(Claims claims, Executor executor, LongSupplier nanos, Limits limits) {
    this.claims = claims;
    this.executor = executor;
    this.nanos = nanos;
    this.limits = limits;
  }

  @Override
  public CompletionStage<Offer> request(Wish wish, Duration wait) throws KmException {
    release(wish.agent());
    long before = heardSoFar();
    Offer first = claims.request(wish);
    if (wait.isZero() || isFinal(first)) {
      return CompletableFuture.completedFuture(first);
    }
    return park(wish, first, wait, before);
  }

  /** why at capacity is final: only the agent itself can change it */
  private static boolean isFinal(Offer offer) {
    return !(offer instanceof Offer.Nothing nothing) || nothing.reason() == Reason.AT_CAPACITY;
  }

  /** why longer with many: all of them together ask at most a hundred times a second */
  private synchronized long pause() {
    return Math.max(limits.poll.toNanos(), parked.size() * POLL_EACH.toNanos());
  }

  private synchronized long heardSoFar() {
    return heard;
  }

  private CompletionStage<Offer> park(Wish wish, Offer first, Duration wait, long before) {
    long now = nanos.getAsLong();
    Waiter waiter = new Waiter(wish, first, now + wait.toNanos(), now + pause());
    Waiter replaced;
    synchronized (this) {
      if (closed || parked.size() >= limits.most) {
        return CompletableFuture.completedFuture(first);
      }
      replaced = parked.put(wish.agent(), waiter);
      // why: what was heard between the first question and now was perhaps for it
      if (heard != before) {
        enqueue(waiter);
      }
    }
    if (replaced != null) {
      replaced.answer.complete(replaced.last);
    }
    waiter.answer.whenComplete((offer, failure) -> withdrawn(waiter));
    run();
    return waiter.answer;
  }

  /** why after every answer: whoever cancels its stage wants none, and what was answered is gone */
  private synchronized void withdrawn(Waiter waiter) {
    if (waiter.answer.isCancelled()) {
      forget(waiter);
    }
  }

  /** An agent that asks again does not wait for its earlier question any more. */
  private void release(AgentId agent) {
    Waiter before;
    synchronized (this) {
      before = parked.remove(agent);
    }
    if (before != null) {
      before.answer.complete(before.last);
    }
  }

  /** Tasks of this project may be had. */
  public void ready(String project) {
    wake(waiter -> waiter.wants(project));
  }

  /** Nobody knows what may be had: the listener was away. */
  public void anything() {
    wake(waiter -> true);
  }

  private void wake(Predicate<Waiter> whom) {
    synchronized (this) {
      heard++;
      parked.values().stream().filter(whom).forEach(this::enqueue);
    }
    run();
  }

  /** Ends waits that are over and asks for those whose turn it is. Called by the node's timer. */
  public void tick() {
    List<Waiter> over = new ArrayList<>();
    synchronized (this) {
      long now = nanos.getAsLong();
      for (Waiter waiter : parked.values()) {
        if (now - waiter.endsAt >= 0 && !waiter.asking) {
          over.add(waiter);
        } else if (now - waiter.askAt >= 0) {
          enqueue(waiter);
        }
      }
      over.forEach(this::forget);
    }
    over.forEach(waiter -> waiter.answer.complete(waiter.last));
    run();
  }

  private void enqueue(Waiter waiter) {
    if (waiter.asking) {
      waiter.again = true;
    } else {
      due.add(waiter);
    }
  }

  private void forget(Waiter waiter) {
    parked.remove(waiter.wish.agent(), waiter);
    due.remove(waiter);
  }

  private void run() {
    synchronized (this) {
      if (closed || due.isEmpty() || runners >= RUNNERS) {
        return;
      }
      runners++;
    }
    try {
      executor.execute(this::drain);
    } catch (RejectedExecutionException e) {
      synchronized (this) {
        runners--;
      }
      LOG.log(Level.WARNING, "waiting requests are not asked again now; the timer tries it", e);
    }
  }

  private void drain() {
    for (Waiter waiter = next(); waiter != null; waiter = next()) {
      run();
      Offer offer = null;
      KmException failure = null;
      try {
        offer = claims.request(waiter.wish);
      } catch (KmException e) {
        failure = e;
      } catch (RuntimeException e) {
        failure = new KmException(Problem.UNAVAILABLE, "the request failed inside of Berth", e);
        LOG.log(Level.WARNING, "a waiting request of " + waiter.wish.agent() + " failed", e);
      }
      settle(waiter, offer, failure);
    }
  }

  private synchronized Waiter next() {
    Waiter waiter = null;
    Iterator<Waiter> oldest = due.iterator();
    while (waiter == null && oldest.hasNext()) {
      Waiter candidate = oldest.next();
      oldest.remove();
      // why: it may have been answered since
      waiter = parked.get(candidate.wish.agent()) == candidate ? candidate : null;
    }
    if (waiter == null || closed) {
      runners--;
      return null;
    }
    waiter.asking = true;
    return waiter;
  }

  private void settle(Waiter waiter, Offer offer, KmException failure) {
    // why not for an outage: the wait may outlast it
    boolean failed = failure != null && failure.problem() != Problem.UNAVAILABLE;
    boolean done = offer != null && isFinal(offer);
    synchronized (this) {
      waiter.asking = false;
      waiter.last = offer == null ? waiter.last : offer;
      waiter.askAt = nanos.getAsLong() + pause();
      if (failed || done) {
        forget(waiter);
      } else if (waiter.again) {
        waiter.again = false;
        due.add(waiter);
      }
    }
    if (failed) {
      waiter.answer.completeExceptionally(failure);
    } else if (done) {
      waiter.answer.complete(offer);
    }
  }

  /** How many wait now. */
  public synchronized int size() {
    return parked.size();
  }

  /** Answers all who wait: there was nothing. */
  @Override
  public void close() {
    List<Waiter> all;
    synchronized (this) {
      closed = true;
      all = new ArrayList<>(parked.values());
      parked.clear();
      due.clear();
    }
    all.forEach(waiter -> waiter.answer.complete(waiter.last));
  }
}
