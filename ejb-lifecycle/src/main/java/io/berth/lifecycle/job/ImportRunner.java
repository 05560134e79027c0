package io.berth.lifecycle.job;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.lifecycle.database.Database;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Carries an import on from where it is: batch by batch, each noted as soon as the KM has it.
 * Called on a thread of the scheduler; thrown out of when it should be tried again later.
 */
final class ImportRunner implements JobWork.Runner {
  // why: well below what the KM takes in one call, and small enough that progress is seen
  static final int BATCH_DOCUMENTS = 50;
  static final long BATCH_CHARACTERS = 1_000_000;

  private final Database database;
  private final JobEnds ends;
  private final KmImport km;

  ImportRunner(Database database, JobEnds ends, KmImport km) {
    this.database = database;
    this.ends = ends;
    this.km = km;
  }

  @Override
  public void run(Job job) throws KmException {
    UUID id = UUID.fromString(job.id());
    try {
      long sections = 0;
      int done = job.done();
      while (done < job.total() && !Thread.currentThread().isInterrupted()) {
        int from = done;
        List<Jobs.Document> batch =
            database.transact(t -> JobRows.batch(t, id, from, BATCH_DOCUMENTS, BATCH_CHARACTERS));
        if (batch.isEmpty()) {
          // why: who called it off deleted what is left of it
          return;
        }
        sections += km.send(job.project(), batch, "job-" + id + "-" + from).sections();
        done += batch.size();
        int now = done;
        String message = now + " of " + job.total() + " documents, " + sections + " sections";
        if (!database.transact(t -> JobRows.progress(t, id, now, message))) {
          return;
        }
      }
      if (done < job.total()) {
        throw new KmException(Problem.UNAVAILABLE, "the node is going down; the job goes on later");
      }
      ends.done(job, job.total() + " documents imported", Map.of(), t -> {});
    } catch (KmException e) {
      if (JobEnds.passing(e)) {
        throw e;
      }
      ends.failed(job, e.getMessage(), t -> {});
    }
  }
}
