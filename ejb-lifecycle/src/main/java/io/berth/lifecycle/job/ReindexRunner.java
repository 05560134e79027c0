package io.berth.lifecycle.job;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.lifecycle.database.Database;
import io.berth.lifecycle.database.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Has the search indexes of a KM made anew, one after the other, and looks whether each is sound
 * then. Each step is one write of the KM, all or nothing; questions are answered meanwhile. What a
 * step said is kept with the progress, so that whoever takes the job up goes on behind it. Called
 * on a thread of the scheduler.
 */
final class ReindexRunner implements JobWork.Runner {
  static final List<String> INDEXES = List.of("items", "file_summaries");

  private final Database database;
  private final JobEnds ends;
  private final KmCalls km;

  ReindexRunner(Database database, JobEnds ends, KmCalls km) {
    this.database = database;
    this.ends = ends;
    this.km = km;
  }

  @Override
  public void run(Job job) throws KmException {
    UUID id = UUID.fromString(job.id());
    int done = job.done();
    if (!ends.goesOn(job, done, "the KM is started")) {
      return;
    }
    for (String index : INDEXES.subList(done, INDEXES.size())) {
      int step = done;
      Map<String, Object> made = made(job, index);
      String message = "index of " + index + ": " + made.get("entries") + " entries";
      boolean goesOn =
          database.transact(
              t -> {
                boolean open = JobRows.progress(t, id, step + 1, message);
                if (open) {
                  JobRows.keep(t, id, step, new Jobs.Document(index, Json.write(made)));
                }
                return open;
              });
      if (!goesOn) {
        return;
      }
      done++;
    }
    Map<String, Object> result = new LinkedHashMap<>();
    List<Jobs.Document> steps =
        database.transact(t -> JobRows.batch(t, id, 0, INDEXES.size(), Long.MAX_VALUE));
    steps.forEach(step -> result.put(step.name(), Json.read(step.text())));
    ends.done(job, "all indexes are made anew and sound", Map.of("indexes", result), t -> {});
  }

  private Map<String, Object> made(Job job, String index) throws KmException {
    Map<String, String> input = Map.of("index", index);
    long entries =
        KmCalls.number(km.maintain(job.project(), "rebuild_index", input).get("entries"));
    boolean sound =
        Boolean.TRUE.equals(km.maintain(job.project(), "check_index", input).get("sound"));
    if (!sound) {
      throw new KmException(
          Problem.CONFLICT,
          "the index of "
              + index
              + " of project "
              + job.project()
              + " is not sound although it was made anew: look at the disk and at the log of its KM"
              + " (berth project logs "
              + job.project()
              + "), and restore a backup if the database is damaged");
    }
    return Map.of("entries", entries, "sound", true);
  }
}
