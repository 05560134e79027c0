package io.berth.connector.process;

import io.berth.connector.api.StartOrder;
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
 * @param forkedAt when it was started
 * @param took from fork to ready; empty for an adopted process
 */
record LiveProcess(
    StartOrder order,
    KmTarget target,
    ProcessGroup group,
    Optional<Process> child,
    Instant forkedAt,
    Optional<Duration> took) {
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
