package io.berth.gateway.proxy;

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
  private final int waitingRoom;
  private final LongSupplier nanos;
  private final Queue<CompletableFuture<Void>> waiting = new ArrayDeque<>();
  private int taken;
  private volatile long movedAt;

  Bulkhead(int places, int waitingRoom, LongSupplier nanos) {
    this.places = places;
    this.waitingRoom = waitingRoom;
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
    if (taken < places) {
      taken++;
      return CompletableFuture.completedFuture(null);
    }
    if (waiting.size() >= waitingRoom) {
      waiting.removeIf(CompletableFuture::isDone);
      if (waiting.size() >= waitingRoom) {
        return null;
      }
    }
    CompletableFuture<Void> place = new CompletableFuture<>();
    waiting.add(place);
    return place;
  }

  /** Gives a place to the next waiter, or back. */
  void leave() {
    movedAt = nanos.getAsLong();
    while (true) {
      CompletableFuture<Void> next;
      synchronized (this) {
        next = waiting.poll();
        if (next == null) {
          taken--;
          return;
        }
      }
      if (next.complete(null)) {
        return;
      }
    }
  }

  /** When a place was last given back, on the clock it was made with. */
  long movedAt() {
    return movedAt;
  }

  synchronized int taken() {
    return taken;
  }
}
