package io.berth.lifecycle.task;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** What all attempts at a task together may take; empty means without limit. */
public record Budget(OptionalLong tokens, Optional<Duration> time) {
  /** No limit. */
  public static final Budget NONE = new Budget(OptionalLong.empty(), Optional.empty());

  /** Whether that much is all of it, or more. Pure. */
  public boolean spent(long tokensSoFar, Duration timeSoFar) {
    boolean byTokens = tokens.isPresent() && tokensSoFar >= tokens.getAsLong();
    return byTokens || (time.isPresent() && timeSoFar.compareTo(time.get()) >= 0);
  }
}
