package io.berth.connector.api;

import java.time.Duration;

/**
 * What follows a failure: cool-downs of {@code backoff}, doubled up to {@code maxBackoff};
 * quarantine after {@code quarantineAfter} failures within {@code window}, released by an operator
 * or after {@code quarantineCoolDown}.
 */
public record RestartLimits(
    Duration backoff,
    Duration maxBackoff,
    int quarantineAfter,
    Duration window,
    Duration quarantineCoolDown) {
  /** The defaults of the contract: 1 s doubling to 1 min, quarantine after 5 in 5 min. */
  public static final RestartLimits DEFAULTS =
      new RestartLimits(
          Duration.ofSeconds(1),
          Duration.ofMinutes(1),
          5,
          Duration.ofMinutes(5),
          Duration.ofMinutes(30));
}
