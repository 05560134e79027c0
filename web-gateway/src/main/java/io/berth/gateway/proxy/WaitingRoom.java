package io.berth.gateway.proxy;

import java.time.Duration;
import java.util.OptionalDouble;

/**
 * How many may wait for a place among the exchanges of one project, and when the others may ask
 * again. Nobody is let in to wait in vain: a queue that moves slowly holds those whose turn comes
 * while they are held, and a few when it stands still. Pure; asked by {@link Bulkhead}.
 *
 * @param seats how many wait at most, however fast the queue moves
 * @param standing how many may wait though nothing moves
 * @param patience how long a caller is held
 */
record WaitingRoom(int seats, int standing, Duration patience) {
  private static final Duration NEXT_SECOND = Duration.ofSeconds(1);

  /** why: a project that is well again is not left alone for longer. */
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  /** How many may wait in a queue of this pace, or of none known yet. */
  int holds(OptionalDouble perSecond) {
    if (perSecond.isEmpty()) {
      return seats;
    }
    double served = Math.ceil(perSecond.getAsDouble() * patience.toMillis() / 1000);
    return (int) Math.min(seats, Math.max(standing, served));
  }

  /** When it makes sense to ask again: once those who wait now had their turn. */
  Duration askAgainAfter(int waiting, OptionalDouble perSecond) {
    if (waiting == 0 || perSecond.isEmpty()) {
      return NEXT_SECOND;
    }
    double seconds = Math.ceil(waiting / perSecond.getAsDouble());
    return Duration.ofSeconds((long) Math.min(LONGEST_PAUSE.toSeconds(), Math.max(1, seconds)));
  }
}
