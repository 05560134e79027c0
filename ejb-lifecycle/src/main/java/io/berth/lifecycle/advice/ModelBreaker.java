package io.berth.lifecycle.advice;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Spares a model that does not answer: after a few failures in a row it is left alone for a while,
 * then one question tries. Any thread.
 */
final class ModelBreaker {
  private static final int FAILURES = 3;
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private final InstantSource clock;
  private int failures;
  private Instant until = Instant.MIN;

  ModelBreaker(InstantSource clock) {
    this.clock = clock;
  }

  /** Whether it may be asked; who is told yes reports what became of it. */
  synchronized boolean allows() {
    if (failures < FAILURES) {
      return true;
    }
    Instant now = clock.instant();
    if (now.isBefore(until)) {
      return false;
    }
    // why: while one tries, the others do not
    until = now.plus(PAUSE);
    return true;
  }

  synchronized void succeeded() {
    failures = 0;
  }

  synchronized void failed() {
    failures++;
    if (failures >= FAILURES) {
      until = clock.instant().plus(PAUSE);
    }
  }
}
