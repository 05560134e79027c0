package io.berth.lifecycle.job;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.lifecycle.database.Database;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  private final KmCalls km;

  ImportRunner(Database database, JobEnds ends, KmCalls km) {
    this.database = database;
    this.ends = ends;
    this.km = km;
  }

  @Override
  public void run(Job job) throws KmException {
    UUID id = UUID.fromString(job.id());
    int done = job.done();
    // why not always: what those sections were that an attempt before brought in, nobody knows
    boolean counted = done == 0;
    long sections = 0;
    while (done < job.total() && !Thread.currentThread().isInterrupted()) {
      int from = done;
      List<Jobs.Document> batch =
          database.transact(t -> JobRows.batch(t, id, from, BATCH_DOCUMENTS, BATCH_CHARACTERS));
      if (batch.isEmpty()) {
        // why: who called it off may have deleted what is left of it
        return;
      }
      sections += send(job, batch, "job-" + id + "-" + from);
      done += batch.size();
      String message =
          done
              + " of "
              + job.total()
              + " documents"
              + (counted ? ", " + sections + " sections" : "");
      if (!ends.goesOn(job, done, message)) {
        return;
      }
    }
    if (done < job.total()) {
      throw new KmException(Problem.UNAVAILABLE, "the node is going down; the job goes on later");
    }
    ends.done(job, job.total() + " documents imported", Map.of(), t -> {});
  }

  private long send(Job job, List<Jobs.Document> batch, String key) throws KmException {
    List<Map<String, String>> documents =
        batch.stream().map(d -> Map.of("name", d.name(), "content", d.text())).toList();
    return KmCalls.number(
        km.tool(job.project(), "import", Map.of("documents", documents), Optional.of(key))
            .get("sections"));
  }
}
