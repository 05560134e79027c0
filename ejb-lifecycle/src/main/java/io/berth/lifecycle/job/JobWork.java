package io.berth.lifecycle.job;

import io.berth.connector.api.KmException;
import io.berth.lifecycle.database.Database;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Gives each job to the runner of its kind, and ends it where that says that it cannot be done.
 * Called on threads of the scheduler.
 */
final class JobWork {
  /**
   * Carries a job on from where it is.
   *
   * @see JobWork
   */
  interface Runner {
    /**
     * Carries it to its end.
     *
     * @throws KmException retryable: it is tried again later; otherwise it is given up
     */
    void run(Job job) throws KmException;

    /** What is forgotten in the transaction in which it is given up. */
    default void forget(Handle transaction, UUID job) {}
  }

  private final Database database;
  private final JobEnds ends;
  private final Map<JobKind, Runner> runners;

  JobWork(Database database, JobEnds ends, Map<JobKind, Runner> runners) {
    this.database = database;
    this.ends = ends;
    this.runners = Map.copyOf(runners);
  }

  /**
   * Begins an attempt; empty if the job has ended, or is of a kind that this node does not know.
   */
  Optional<Job> begin(UUID id) throws KmException {
    return database.transact(t -> JobRows.begin(t, id, JobKind.ALL));
  }

  /**
   * Carries what began to its end.
   *
   * @throws KmException retryable
   */
  void run(Job job) throws KmException {
    UUID id = UUID.fromString(job.id());
    Runner runner = runners.get(JobKind.kind(job));
    try {
      runner.run(job);
    } catch (KmException e) {
      if (JobEnds.passing(e)) {
        throw e;
      }
      ends.failed(job, e.getMessage(), t -> runner.forget(t, id));
    }
  }

  private Optional<Job> find(UUID id) throws KmException {
    return database.transact(t -> JobRows.find(t, id));
  }

  /** The job, if somebody had it tried anew, no attempt began yet, and this node knows its kind. */
  Optional<Job> queued(UUID id) throws KmException {
    return find(id)
        .filter(job -> job.state() == Job.State.QUEUED)
        .filter(job -> JobKind.named(job.kind()).isPresent());
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
    Optional<Job> job = find(id);
    if (job.isPresent()) {
      ends.failed(job.get(), message, t -> {});
    }
  }
}
