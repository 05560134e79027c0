package io.berth.lifecycle.job;

import io.berth.connector.api.ProjectId;
import java.time.Instant;
import java.util.Optional;

/**
 * A piece of background work and how far it is.
 *
 * @param id opaque, for {@code GET /jobs/{id}}
 * @param kind {@code import}
 * @param project for whom
 * @param state where it is
 * @param done steps done
 * @param total steps in all
 * @param message the last thing worth telling; what went wrong when FAILED
 */
public record Job(
    String id,
    String kind,
    ProjectId project,
    State state,
    int done,
    int total,
    String message,
    Instant createdAt,
    Optional<Instant> endedAt) {
  /** Where a job is in its life. */
  public enum State {
    /** Durable, waiting for a thread. */
    QUEUED,
    /** Under way; after a crash it is taken up again. */
    RUNNING,
    /** Done, all of it. */
    DONE,
    /** Given up; the message says why. */
    FAILED
  }
}
