package io.berth.lifecycle.job;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.lifecycle.database.Database;
import io.berth.lifecycle.event.LifecycleEvent;
import io.berth.lifecycle.event.NewEvent;
import io.berth.lifecycle.event.StoredEvents;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Carries an import on from where it is: batch by batch, each noted as soon as the KM has it.
 * Called on a thread of the scheduler; thrown out of when it should be tried again later.
 */
final class ImportRunner {
  // why: well below what the KM takes in one call, and small enough that progress is seen
  static final int BATCH_DOCUMENTS = 50;
  static final long BATCH_CHARACTERS = 1_000_000;

  private final Database database;
  private final StoredEvents events;
  private final KmImport km;
  private final InstantSource clock;

  ImportRunner(Database database, StoredEvents events, KmImport km, InstantSource clock) {
    this.database = database;
    this.events = events;
    this.km = km;
    this.clock = clock;
  }

  /**
   * Carries it to its end.
   *
   * @throws KmException retryable: the next attempt goes on behind the last batch
   */
  void run(UUID id) throws KmException {
    Optional<Job> found = database.transact(t -> JobRows.find(t, id));
    if (found.isEmpty() || found.get().endedAt().isPresent()) {
      return;
    }
    Job job = found.get();
    try {
      long sections = 0;
      int done = job.done();
      while (done < job.total() && !Thread.currentThread().isInterrupted()) {
        int from = done;
        List<Jobs.Document> batch =
            database.transact(t -> JobRows.batch(t, id, from, BATCH_DOCUMENTS, BATCH_CHARACTERS));
        sections += km.send(job.project(), batch, "job-" + id + "-" + from).sections();
        done += batch.size();
        int now = done;
        String message = now + " of " + job.total() + " documents, " + sections + " sections";
        database.transact(
            t -> {
              JobRows.progress(t, id, now, message);
              return null;
            });
      }
      if (done < job.total()) {
        throw new KmException(Problem.UNAVAILABLE, "the node is going down; the job goes on later");
      }
      end(job, Job.State.DONE, job.total() + " documents imported");
    } catch (KmException e) {
      if (e.problem().retryable()
          || e.problem() == Problem.OUTCOME_UNKNOWN
          || e.problem() == Problem.UPSTREAM_TIMEOUT) {
        throw e;
      }
      end(job, Job.State.FAILED, e.getMessage());
    }
  }

  /** Says why it will be tried again. */
  void tell(UUID id, String message) throws KmException {
    database.transact(
        t -> {
          JobRows.tell(t, id, message);
          return null;
        });
  }

  /** Gives it up. */
  void giveUp(UUID id, String message) throws KmException {
    Optional<Job> job = database.transact(t -> JobRows.find(t, id));
    if (job.isPresent()) {
      end(job.get(), Job.State.FAILED, message);
    }
  }

  private void end(Job job, Job.State state, String message) throws KmException {
    NewEvent event =
        ImportJobs.event(job, state == Job.State.DONE ? "job.done" : "job.failed", message);
    Optional<LifecycleEvent> written =
        database.transact(
            t ->
                JobRows.end(t, UUID.fromString(job.id()), state, message, clock.instant())
                    ? events.append(t, event)
                    : Optional.empty());
    written.ifPresent(e -> events.committed(e.id()));
  }
}
