package io.berth.gateway.proxy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/**
 * How many exchanges one project may have under way, and who waits for a place. Waiting takes no
 * thread and the waiting room is bounded, so a stuck project holds neither the permits nor the
 * threads of the others. First come, first served. Thread-safe; waiters are told outside the lock.
 */
final class Bulkhead {
  private final int places;
  private final WaitingRoom room;
  private final LongSupplier nanos;
  private final QueuePace pace = new QueuePace();
  private final Queue<CompletableFuture<Void>> waiting = new ArrayDeque<>();
  private int taken;

  /** Whether somebody has waited since a place was last free; who gave up waited, too. */
  private boolean queued;

  private volatile long movedAt;

  Bulkhead(int places, WaitingRoom room, LongSupplier nanos) {
    this.places = places;
    this.room = room;
    this.nanos = nanos;
    this.movedAt = nanos.getAsLong();
  }

  /** Takes a place if one is free and nobody waits for it. */
  synchronized boolean tryEnter() {
    if (taken < places) {
      taken++;
      return true;
    }
    return false;
  }

  /**
   * Takes a place now or later. A waiter that gives up cancels its future; if it was completed all
   * the same, the waiter has the place and must {@link #leave}.
   *
   * @return completes when the place is the caller's; null when the waiting room is full
   */
  synchronized CompletableFuture<Void> enter() {
    if (tryEnter()) {
      return CompletableFuture.completedFuture(null);
    }
    if (!queued) {
      queued = true;
      pace.begins(nanos.getAsLong());
    } else if (isFull()) {
      waiting.removeIf(CompletableFuture::isDone);
      if (isFull()) {
        return null;
      }
    }
    CompletableFuture<Void> place = new CompletableFuture<>();
    waiting.add(place);
    return place;
  }

  private boolean isFull() {
    return waiting.size() >= room.holds(pace.perSecond(nanos.getAsLong()));
  }

  /** When one who got no place may ask again. */
  synchronized Duration askAgainAfter() {
    return room.askAgainAfter(waiting(), pace.perSecond(nanos.getAsLong()));
  }

  /** How many wait now. */
  synchronized int waiting() {
    waiting.removeIf(CompletableFuture::isDone);
    return waiting.size();
  }

  /** Gives a place to the next waiter, or back. */
  void leave() {
    long now = nanos.getAsLong();
    movedAt = now;
    CompletableFuture<Void> next;
    boolean counted = false;
    do {
      synchronized (this) {
        next = waiting.poll();
        if (next == null) {
          taken--;
          queued = false;
          return;
        }
        if (!counted) {
          pace.moves(now);
          counted = true;
        }
      }
    } while (!next.complete(null));
  }

  /** When a place was last given back, on the clock it was made with. */
  long movedAt() {
    return movedAt;
  }

  synchronized int taken() {
    return taken;
  }
}
