package io.berth.connector.api;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Something that happened to a project's process. Delivered inbound, one at a time and in order for
 * each project, to the endpoints of {@link ProcessEventListener}.
 *
 * @param sequence grows by one with each event of this adapter's life
 * @param kind what happened
 * @param project to whose process
 * @param generation of which process
 * @param at when
 * @param reason why, for a human; a {@link StopReason#label()} for a wanted stop
 * @param stopReason the reason as a value, when Berth ended the process
 * @param snapshot the slot right after it
 */
public record ProcessEvent(
    long sequence,
    Kind kind,
    ProjectId project,
    long generation,
    Instant at,
    String reason,
    Optional<StopReason> stopReason,
    ProcessSnapshot snapshot) {

  /** What can happen to a process. */
  public enum Kind {
    /** A start began: the generation is taken, nothing may have been forked yet. */
    STARTING,
    /** It answers and is routed to. */
    READY,
    /** It was found running after a restart of Berth and is routed to again. */
    ADOPTED,
    /** It takes nothing new. */
    DRAINING,
    /** It ended because Berth wanted it to; its death is verified. */
    STOPPED,
    /** It ended although nobody asked. */
    CRASHED,
    /** A start did not lead to READY; what was forked is dead. */
    START_FAILED,
    /** It failed too often and is not started any more. */
    QUARANTINED,
    /** An operator, or time, let it out of quarantine. */
    RELEASED,
    /** The first start, of this project, that found no free port in any range. */
    PORTS_EXHAUSTED,
    /** After that: a port is free again; this project gave it back, or got it. */
    PORTS_AVAILABLE,
    /** Somebody who is not ours listens on a port of the ranges; this project met it. */
    PORT_FOREIGN,
    /** Whoever that was is gone, and the port is used again. */
    PORT_FREED;

    /** Whether it is about the ports of the node rather than about a process. */
    public boolean aboutPorts() {
      return this == PORTS_EXHAUSTED
          || this == PORTS_AVAILABLE
          || this == PORT_FOREIGN
          || this == PORT_FREED;
    }
  }

  public ProcessEvent {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(project, "project");
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(stopReason, "stopReason");
    Objects.requireNonNull(snapshot, "snapshot");
  }
}
