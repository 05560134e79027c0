package io.berth.connector.process;

import io.berth.connector.api.RestartLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What follows a failure. A pure function of the failures so far, the limits and the time. */
final class RestartPolicy {
  private static final int MOST_DOUBLINGS = 30;

  private RestartPolicy() {}

  /**
   * @param failures those that still count, oldest first, the newest included
   * @param quarantine whether it failed too often
   * @param retryAt when it may be started again, by itself in either case
   */
  record Verdict(List<Instant> failures, boolean quarantine, Instant retryAt) {}

  static Verdict afterFailure(List<Instant> earlier, RestartLimits limits, Instant now) {
    List<Instant> counted =
        java.util.stream.Stream.concat(
                earlier.stream().filter(at -> at.isAfter(now.minus(limits.window()))),
                java.util.stream.Stream.of(now))
            .toList();
    boolean quarantine = counted.size() >= Math.max(1, limits.quarantineAfter());
    Duration pause = quarantine ? limits.quarantineCoolDown() : backoff(counted.size(), limits);
    return new Verdict(counted, quarantine, now.plus(pause));
  }

  private static Duration backoff(int failures, RestartLimits limits) {
    Duration pause = limits.backoff();
    for (int i = 1; i < Math.min(failures, MOST_DOUBLINGS); i++) {
      pause = pause.multipliedBy(2);
      if (pause.compareTo(limits.maxBackoff()) >= 0) {
        return limits.maxBackoff();
      }
    }
    return pause.compareTo(limits.maxBackoff()) > 0 ? limits.maxBackoff() : pause;
  }
}
