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
    String where =
        switch (source) {
          case COLD -> "";
          case WARM -> ", from the warm pool";
          case SHARED -> ", in shared process " + pid();
        };
    return took.map(time -> "ready after " + time.toMillis() + " ms" + where).orElse("");
  }

  boolean adopted() {
    return took.isEmpty();
  }

  /** Whether other projects live in the same process. */
  boolean shared() {
    return source == StartSource.SHARED;
  }

  /** Whether its end is seen by looking at it rather than told by the JDK. */
  boolean lookedAt() {
    // why shared ones too: the JDK keeps what is told of a child until the child ends, and a shared
    // process outlives many
    return child.isEmpty() || shared();
  }

  long pid() {
    return group.leader().pid();
  }

  long generation() {
    return target.generation();
  }
}
