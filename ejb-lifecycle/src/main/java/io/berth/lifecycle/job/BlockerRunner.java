package io.berth.lifecycle.job;

import io.berth.connector.api.KmException;
import io.berth.lifecycle.advice.Advisor;
import io.berth.lifecycle.advice.Blockage;
import io.berth.lifecycle.advice.BlockerAdvice;
import io.berth.lifecycle.advice.SuggestionValues;
import io.berth.lifecycle.advice.Suggestions;
import io.berth.lifecycle.database.Database;
import io.berth.lifecycle.event.StoredEvents;
import io.berth.lifecycle.task.TaskEvents;
import io.berth.lifecycle.task.TaskRows;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Asks an adviser about a blocker and writes what it says into the history of the task, once: line
 * and end of the job are one transaction. Called on a thread of the scheduler.
 */
final class BlockerRunner implements JobWork.Runner {
  private final Database database;
  private final JobEnds ends;
  private final BlockerAdvice blockers;
  private final Advisor advisor;

  BlockerRunner(Database database, JobEnds ends, BlockerAdvice blockers, Advisor advisor) {
    this.database = database;
    this.ends = ends;
    this.blockers = blockers;
    this.advisor = advisor;
  }

  @Override
  public void run(Job job) throws KmException {
    UUID id = UUID.fromString(job.id());
    var report =
        BlockerDocument.report(database.transact(t -> JobRows.document(t, id, 0).orElseThrow()));
    if (!ends.goesOn(job, 0, "a model is asked")) {
      return;
    }
    Optional<Blockage> blockage = blockers.blockage(report);
    Suggestions suggestions = advisor.unblock(blockage.orElseThrow());
    Map<String, Object> values = SuggestionValues.of(suggestions);
    ends.done(
        job,
        "advice by " + suggestions.advisor() + " is in the history of " + report.task(),
        values,
        t -> {
          if (TaskRows.lock(t, report.task()).isPresent()) {
            TaskEvents.append(
                t, TaskEvents.Line.of(report.task(), "advice", StoredEvents.BERTH, values));
          }
        });
  }
}
