package io.berth.connector.process;

import io.berth.connector.api.StartOrder;
import io.berth.connector.api.StartSource;
import io.berth.connector.proc.ProcessGroup;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A process that proved to be ready.
 *
 * @param order what it was started, or adopted, with
 * @param target how it is reached
 * @param group itself and everything it started
 * @param child its handle if this JVM forked it; an adopted process has none
 * @param forkedAt when it was started, or assigned
 * @param took from fork, or assignment, to ready; empty for an adopted process
 * @param source where it came from
 */
record LiveProcess(
    StartOrder order,
    KmTarget target,
    ProcessGroup group,
    Optional<Process> child,
    Instant forkedAt,
    Optional<Duration> took,
    StartSource source) {
  /** The same process, which came from elsewhere and took so long. */
  LiveProcess from(StartSource other, Duration took) {
    return new LiveProcess(order, target, group, child, forkedAt, Optional.of(took), other);
  }

  /** How it became ready, for a human; empty for an adopted process. */
  String readiness() {
    String where = source == StartSource.WARM ? ", from the warm pool" : "";
    return took.map(time -> "ready after " + time.toMillis() + " ms" + where).orElse("");
  }

  boolean adopted() {
    return child.isEmpty();
  }

  long pid() {
    return group.leader().pid();
  }

  long generation() {
    return target.generation();
  }
}
