package io.berth.lifecycle.job;

import io.berth.connector.api.KmException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * How the same is found that was accepted before, within the transaction in which a job is
 * accepted. Each waits for another transaction that looks for the same.
 */
interface SameJob {
  /** Each is a job of its own. */
  SameJob NONE = transaction -> Optional.empty();

  /** The job that was accepted before. */
  Optional<Job> in(Handle transaction) throws KmException;

  /** What is written so that it is found next time. */
  default void accepted(Handle transaction) {}

  /** The job that its sender gave the same number. */
  static SameJob numbered(Job job, String request, List<Jobs.Document> input) {
    return new SameJob() {
      @Override
      public Optional<Job> in(Handle transaction) throws KmException {
        return JobRequests.before(transaction, job, request, input);
      }

      @Override
      public void accepted(Handle transaction) {
        JobRequests.enter(transaction, job, request, input);
      }
    };
  }

  /**
   * The job under this number, whoever asked for it: the number is the project's, not a caller's.
   */
  static SameJob ofProject(Job job, String number, List<Jobs.Document> input) {
    return new SameJob() {
      @Override
      public Optional<Job> in(Handle transaction) throws KmException {
        lock(transaction, job.project() + " " + number);
        Optional<Job> there = JobRows.numbered(transaction, job.project(), number);
        return there.isEmpty()
            ? there
            : JobRequests.before(transaction, there.get(), number, input);
      }

      @Override
      public void accepted(Handle transaction) {
        JobRequests.enter(transaction, job, number, input);
      }
    };
  }

  /** The job of its kind that the project has under way. */
  static SameJob underWay(Job job) {
    return transaction -> {
      lock(transaction, job.project() + " " + job.kind());
      return JobRows.underWay(transaction, job.project(), JobKind.kind(job));
    };
  }

  private static void lock(Handle transaction, String name) {
    // why: the second of two at once waits here, and then finds what the first one made
    transaction.execute("SELECT pg_advisory_xact_lock(hashtext('job'), hashtext(?))", name);
  }
}
