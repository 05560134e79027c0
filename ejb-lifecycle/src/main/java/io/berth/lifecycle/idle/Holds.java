package io.berth.lifecycle.idle;

import java.time.Instant;
import java.util.Optional;

/**
 * What keeps a process beside its own activity.
 *
 * @param busyUntil the end of the latest busy lease, in the future or the past; empty: none was
 * @param warmUntil the end of the window of its schedule that is open; empty: none is
 */
public record Holds(Optional<Instant> busyUntil, Optional<Instant> warmUntil) {
  /** Nothing. */
  public static final Holds NONE = new Holds(Optional.empty(), Optional.empty());
}
