package io.berth.lifecycle.job;

import io.berth.connector.api.KmException;
import io.berth.lifecycle.database.Database;
import java.util.Optional;
import java.util.UUID;

/** Gives each job to the runner of its kind. Called on threads of the scheduler. */
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
     * @throws KmException retryable: it is tried again later
     */
    void run(Job job) throws KmException;
  }

  private final Database database;
  private final JobEnds ends;
  private final Runner imports;
  private final Runner plans;
  private final Runner blockers;

  JobWork(Database database, JobEnds ends, Runner imports, Runner plans, Runner blockers) {
    this.database = database;
    this.ends = ends;
    this.imports = imports;
    this.plans = plans;
    this.blockers = blockers;
  }

  /**
   * Carries it to its end; nothing happens if it has one.
   *
   * @throws KmException retryable
   */
  void run(UUID id) throws KmException {
    Optional<Job> job = find(id).filter(found -> found.endedAt().isEmpty());
    if (job.isPresent()) {
      runner(job.get()).run(job.get());
    }
  }

  private Runner runner(Job job) {
    if (JobKind.IMPORT.of(job)) {
      return imports;
    }
    return JobKind.ADVISE_BLOCKER.of(job) ? blockers : plans;
  }

  private Optional<Job> find(UUID id) throws KmException {
    return database.transact(t -> JobRows.find(t, id));
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
