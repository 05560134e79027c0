package io.berth.lifecycle.job;

import io.berth.connector.api.ProjectId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A piece of background work and how far it is.
 *
 * @param id opaque, for {@code GET /jobs/{id}}
 * @param kind one of {@link JobKind}
 * @param project for whom
 * @param state where it is
 * @param done steps done
 * @param total steps in all
 * @param message the last thing worth telling; what went wrong when FAILED
 * @param actor who wanted it
 * @param result what came of it; empty where there is nothing but that it is done
 */
public record Job(
    String id,
    String kind,
    ProjectId project,
    State state,
    int done,
    int total,
    String message,
    String actor,
    Instant createdAt,
    Optional<Instant> endedAt,
    Map<String, Object> result) {
  /** Where a job is in its life. */
  public enum State {
    /** Durable, waiting for a thread. */
    QUEUED,
    /** Under way; after a crash it is taken up again. */
    RUNNING,
    /** Done, all of it. */
    DONE,
    /** Given up; the message says why. */
    FAILED,
    /** Called off. */
    CANCELLED
  }
}
