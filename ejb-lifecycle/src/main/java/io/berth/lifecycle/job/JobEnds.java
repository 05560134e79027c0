package io.berth.lifecycle.job;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.lifecycle.database.Database;
import io.berth.lifecycle.event.LifecycleEvent;
import io.berth.lifecycle.event.NewEvent;
import io.berth.lifecycle.event.StoredEvents;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * How jobs go on and how they end, each once, with its event. Called by runners on threads of the
 * scheduler.
 */
final class JobEnds {
  /** What is done in the transaction in which a job ends. */
  interface Work {
    void in(Handle transaction) throws KmException;
  }

  private final Database database;
  private final StoredEvents events;
  private final InstantSource clock;

  JobEnds(Database database, StoredEvents events, InstantSource clock) {
    this.database = database;
    this.events = events;
    this.clock = clock;
  }

  /**
   * How far it is now.
   *
   * @return false if it was called off: then nothing more is to be done
   */
  boolean goesOn(Job job, int done, String message) throws KmException {
    UUID id = UUID.fromString(job.id());
    return database.transact(t -> JobRows.progress(t, id, done, message));
  }

  /** All of it is done. */
  void done(Job job, String message, Map<String, Object> result, Work with) throws KmException {
    end(job, Job.State.DONE, message, result, with);
  }

  /** It is given up. */
  void failed(Job job, String message, Work with) throws KmException {
    end(job, Job.State.FAILED, message, Map.of(), with);
  }

  private void end(Job job, Job.State state, String message, Map<String, Object> result, Work with)
      throws KmException {
    NewEvent event =
        StoredJobs.event(job, state == Job.State.DONE ? "job.done" : "job.failed", message);
    JobRows.End end = new JobRows.End(state, message, clock.instant(), result);
    Optional<LifecycleEvent> written =
        database.transact(
            t -> {
              if (!JobRows.end(t, UUID.fromString(job.id()), end)) {
                return Optional.empty();
              }
              with.in(t);
              return events.append(t, event);
            });
    written.ifPresent(e -> events.committed(e.id()));
  }

  /** Whether the same may work later. */
  static boolean passing(KmException e) {
    return e.problem().retryable()
        || e.problem() == Problem.OUTCOME_UNKNOWN
        || e.problem() == Problem.UPSTREAM_TIMEOUT;
  }
}
