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

/**
 * Requests that wait for a task, parked: each costs an entry here and no thread. When the listener
 * hears of a project, as many are asked again as there are tasks that they may have ({@link
 * Chances}), the oldest first and two at a time; now and then the node's timer asks for each.
 * Called on any thread; nobody is answered while the lock is held.
 */
public final class ParkedClaims implements WaitingClaims, AutoCloseable {
  private static final Logger LOG = System.getLogger(ParkedClaims.class.getName());
  private static final int RUNNERS = 2;
  private static final Duration POLL_EACH = Duration.ofMillis(100);

  /**
   * How many may be parked, and how often each is asked for anyway.
   *
   * @param most beyond it a request is answered at once, as if it would not wait
   * @param poll for changes that send no notice: a reservation that is over, say, or new skills
   */
  public record Limits(int most, Duration poll) {
    /** What is usual. */
    public static final Limits USUAL = new Limits(10_000, Duration.ofSeconds(10));
  }

  private final Claims claims;
  private final Openings openings;
  private final Executor executor;
  private final LongSupplier nanos;
  private final Limits limits;
  private final Map<AgentId, Waiter> parked = new LinkedHashMap<>();
  private final Set<Waiter> due = new LinkedHashSet<>();
  private final Chances chances = new Chances();
  private int runners;
  private int asking;
  private boolean matching;
  private long lookAt;
  private long heard;
  private boolean closed;

  public ParkedClaims(
      Claims claims, Openings openings, Executor executor, LongSupplier nanos, Limits limits) {
    this.claims = claims;
    this.openings = openings;
    this.executor = executor;
    this.nanos = nanos;
    this.limits = limits;
    this.lookAt = nanos.getAsLong() + limits.poll.toNanos();
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

  /** why longer with many: all of them together ask at most ten times a second */
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
      replaced = parked.get(wish.agent());
      if (replaced != null) {
        forget(replaced);
      }
      parked.put(wish.agent(), waiter);
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
  private void withdrawn(Waiter waiter) {
    if (waiter.answer.isCancelled()) {
      synchronized (this) {
        forget(waiter);
      }
      run();
    }
  }

  /** An agent that asks again does not wait for its earlier question any more. */
  private void release(AgentId agent) {
    Waiter before;
    synchronized (this) {
      before = parked.get(agent);
      if (before != null) {
        forget(before);
      }
    }
    if (before != null) {
      run();
      before.answer.complete(before.last);
    }
  }

  /** Tasks of this project may be had. */
  public void ready(String project) {
    synchronized (this) {
      heard++;
      chances.of(project);
    }
    run();
  }

  /** Nobody knows what may be had: the listener was away. */
  public void anything() {
    synchronized (this) {
      heard++;
      chances.anywhere();
    }
    run();
  }

  /** Ends waits that are over and asks for those whose turn it is. Called by the node's timer. */
  public void tick() {
    List<Waiter> over = new ArrayList<>();
    synchronized (this) {
      long now = nanos.getAsLong();
      chances.again();
      if (now - lookAt >= 0) {
        lookAt = now + limits.poll.toNanos();
        chances.anywhere();
      }
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

  /** why its chance goes on: it was woken for a task that it will not ask for any more */
  private void forget(Waiter waiter) {
    parked.remove(waiter.wish.agent(), waiter);
    due.remove(waiter);
    handOn(waiter);
  }

  private void handOn(Waiter waiter) {
    if (waiter.chance != null) {
      chances.of(waiter.chance);
      waiter.chance = null;
    }
  }

  /** why not while somebody asks: what is about to be taken is nobody else's chance */
  private boolean mayMatch() {
    return asking == 0 && !matching && !parked.isEmpty() && !chances.isEmpty();
  }

  private void run() {
    synchronized (this) {
      if (closed || (due.isEmpty() && !mayMatch()) || runners >= RUNNERS) {
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
    for (Runnable step = next(); step != null; step = next()) {
      step.run();
    }
  }

  private synchronized Runnable next() {
    Waiter waiter = null;
    Iterator<Waiter> oldest = due.iterator();
    while (waiter == null && oldest.hasNext()) {
      Waiter candidate = oldest.next();
      oldest.remove();
      // why: it may have been answered since
      waiter = parked.get(candidate.wish.agent()) == candidate ? candidate : null;
    }
    if (!closed && waiter != null) {
      Waiter next = waiter;
      next.asking = true;
      asking++;
      return () -> ask(next);
    }
    if (!closed && mayMatch()) {
      matching = true;
      return this::match;
    }
    runners--;
    return null;
  }

  private void ask(Waiter waiter) {
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

  private void settle(Waiter waiter, Offer offer, KmException failure) {
    // why not for an outage: the wait may outlast it
    boolean failed = failure != null && failure.problem() != Problem.UNAVAILABLE;
    boolean done = offer != null && isFinal(offer);
    synchronized (this) {
      asking--;
      waiter.asking = false;
      waiter.last = offer == null ? waiter.last : offer;
      waiter.askAt = nanos.getAsLong() + pause();
      if (failure != null || isContended(offer)) {
        chances.later(waiter.chance);
        waiter.chance = null;
      } else if (offer instanceof Offer.Nothing && !done) {
        // why it ends here: there was none for it, and those who may have others were woken with it
        waiter.chance = null;
      }
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

  private static boolean isContended(Offer offer) {
    return offer instanceof Offer.Nothing nothing && nothing.reason() == Reason.CONTENDED;
  }

  /** Wakes those who may have what there is; who gets something has the next ones woken. */
  private void match() {
    String project;
    List<Waiter> waiting;
    synchronized (this) {
      project = chances.next();
      waiting = parked.values().stream().filter(w -> project == null || w.wants(project)).toList();
    }
    List<AgentId> fitting = List.of();
    try {
      if (project == null) {
        List<String> projects = openings.projects();
        synchronized (this) {
          projects.forEach(chances::of);
        }
      }
      for (int i = 0; project != null && fitting.isEmpty() && i < waiting.size(); ) {
        List<Waiter> some =
            waiting.subList(i, Math.min(waiting.size(), i + StoredOpenings.TOGETHER));
        fitting = openings.fitting(project, some.stream().map(Waiter::asking).toList());
        i += some.size();
      }
    } catch (KmException | RuntimeException e) {
      LOG.log(Level.DEBUG, "who may have what is ready cannot be told now; again soon", e);
      synchronized (this) {
        chances.later(project);
      }
    }
    synchronized (this) {
      matching = false;
      wake(project, waiting, Set.copyOf(fitting));
    }
  }

  private void wake(String project, List<Waiter> waiting, Set<AgentId> fitting) {
    for (Waiter waiter : waiting) {
      AgentId agent = waiter.wish.agent();
      if (fitting.contains(agent) && parked.get(agent) == waiter) {
        handOn(waiter);
        waiter.chance = project;
        enqueue(waiter);
      }
    }
    // why: they all left meanwhile, and others may want what they could have had
    if (!fitting.isEmpty() && waiting.stream().noneMatch(w -> w.chance != null)) {
      chances.of(project);
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
