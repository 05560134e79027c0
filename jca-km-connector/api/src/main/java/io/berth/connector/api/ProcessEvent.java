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
    RELEASED
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
