package io.berth.gateway.proxy;

import java.time.Duration;

/**
 * The circuit breaker of one project: keeps callers from waiting on a process that answers nobody.
 * It judges one generation; a newer one starts with a clean record, because a process that died is
 * the lifecycle's business and must not lock its successor out. Thread-safe, time is handed in.
 */
final class Breaker {
  /** Where it is; the numbers are those of the metric {@code berth_breaker_state}. */
  enum State {
    /** Requests pass. Enough failures in a row, over a while: OPEN. */
    CLOSED,
    /** One request passes as a trial. It succeeds: CLOSED; it fails: OPEN. */
    HALF_OPEN,
    /** Nothing passes. After the delay: HALF_OPEN at the next request. */
    OPEN
  }

  /** A burst shorter than this is one event (a process that died), not a state of affairs. */
  static final Duration SETTLE = Duration.ofSeconds(1);

  /** No generation: there is something to look at. */
  private static final long NONE = -1;

  private final int failuresToOpen;
  private final long delayNanos;
  private State state = State.CLOSED;
  private long generation;
  private int failures;
  private long firstFailure;
  private long openedAt;
  // why: nearly always there is nothing to decide, and then nobody need wait for anybody
  private volatile long calm = NONE;

  Breaker(int failuresToOpen, Duration delay) {
    this.failuresToOpen = failuresToOpen;
    this.delayNanos = delay.toNanos();
  }

  /** Whether a request may go to this generation now. */
  boolean allows(long toGeneration, long now) {
    return calm == toGeneration || judged(toGeneration, now);
  }

  private synchronized boolean judged(long toGeneration, long now) {
    renew(toGeneration);
    if (state == State.OPEN && now - openedAt >= delayNanos) {
      state = State.HALF_OPEN;
      openedAt = now;
      return true;
    }
    if (state == State.HALF_OPEN && now - openedAt >= delayNanos) {
      // why: the trial never came back; another one may try
      openedAt = now;
      return true;
    }
    return state == State.CLOSED;
  }

  void succeeded(long byGeneration) {
    if (calm != byGeneration) {
      recovered(byGeneration);
    }
  }

  private synchronized void recovered(long byGeneration) {
    if (byGeneration >= generation) {
      generation = byGeneration;
      state = State.CLOSED;
      failures = 0;
      calm = byGeneration;
    }
  }

  synchronized void failed(long byGeneration, long now) {
    if (byGeneration < generation) {
      return;
    }
    renew(byGeneration);
    calm = NONE;
    if (failures++ == 0) {
      firstFailure = now;
    }
    boolean settled = now - firstFailure >= SETTLE.toNanos();
    if (state == State.HALF_OPEN || (failures >= failuresToOpen && settled)) {
      state = State.OPEN;
      openedAt = now;
    }
  }

  /** How long until a trial may pass. */
  synchronized Duration retryAfter(long now) {
    return Duration.ofNanos(Math.max(0, openedAt + delayNanos - now));
  }

  synchronized State state() {
    return state;
  }

  private void renew(long toGeneration) {
    if (toGeneration > generation) {
      generation = toGeneration;
      state = State.CLOSED;
      failures = 0;
      calm = NONE;
    }
  }
}
