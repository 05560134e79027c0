package io.berth.connector.process;

import io.berth.connector.api.RestartLimits;
import java.time.Instant;
import java.util.List;

/** The failures of one slot that still count. Used in the slot's order only. */
final class SlotFailures {
  private List<Instant> counted = List.of();
  private String lastReason = "";
  private long version;

  RestartPolicy.Verdict add(RestartLimits limits, String reason, Instant now) {
    RestartPolicy.Verdict verdict = RestartPolicy.afterFailure(counted, limits, now);
    counted = verdict.failures();
    lastReason = reason;
    version++;
    return verdict;
  }

  void clear() {
    counted = List.of();
    version++;
  }

  int count() {
    return counted.size();
  }

  /** Changes with each failure, so that an old timer can tell that it is old. */
  long version() {
    return version;
  }

  String lastReason() {
    return lastReason;
  }
}
