package io.berth.lifecycle.job;

import io.berth.connector.api.KmException;
import io.berth.lifecycle.advice.Advisor;
import io.berth.lifecycle.database.Database;
import io.berth.lifecycle.plan.FeaturePlans;
import io.berth.lifecycle.task.TaskId;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Draws a plan, then makes its tasks. The plan is kept before the first task is made, so whoever
 * takes the job up again makes the same tasks, which the board makes once; from then on it cannot
 * be called off. Called on a thread of the scheduler, which a model may hold for its time.
 */
final class PlanRunner implements JobWork.Runner {
  private final Database database;
  private final JobEnds ends;
  private final FeaturePlans plans;
  private final Advisor advisor;

  PlanRunner(Database database, JobEnds ends, FeaturePlans plans, Advisor advisor) {
    this.database = database;
    this.ends = ends;
    this.plans = plans;
    this.advisor = advisor;
  }

  @Override
  public void run(Job job) throws KmException {
    UUID id = UUID.fromString(job.id());
    PlanDocument.Order wanted =
        PlanDocument.order(
            database.transact(t -> JobRows.document(t, id, PlanDocument.ORDER).orElseThrow()));
    Optional<FeaturePlans.Placed> placed = placed(job, id, wanted);
    if (placed.isPresent()) {
      FeaturePlans.Made made =
          plans.make(
              job.project(), wanted.order(), placed.get(), Optional.of("job-" + id), job.actor());
      ends.done(job, words(made), PlanDocument.result(made), t -> {});
    }
  }

  @Override
  public void forget(Handle transaction, UUID job) {
    // why: who tries it again wants another plan, this one cannot be made
    JobRows.forget(transaction, job, PlanDocument.PLAN);
  }

  /** The plan, kept; empty if the job was called off before. */
  private Optional<FeaturePlans.Placed> placed(Job job, UUID id, PlanDocument.Order wanted)
      throws KmException {
    Optional<String> kept = database.transact(t -> JobRows.document(t, id, PlanDocument.PLAN));
    if (kept.isPresent()) {
      return kept.map(PlanDocument::placed);
    }
    String message = advisor.slow() ? "a model is asked for the plan" : "the plan is drawn";
    if (!ends.goesOn(job, 0, message)) {
      return Optional.empty();
    }
    FeaturePlans.Placed placed =
        plans.place(job.project(), wanted.order(), wanted.placing(), advisor.draw(wanted.order()));
    boolean goesOn =
        database.transact(
            t -> {
              boolean open = JobRows.progress(t, id, 1, "the tasks are made");
              if (open) {
                JobRows.keep(t, id, PlanDocument.PLAN, PlanDocument.of(placed));
              }
              return open;
            });
    return goesOn ? Optional.of(placed) : Optional.empty();
  }

  private static String words(FeaturePlans.Made made) {
    TaskId first = made.tasks().get(0).id();
    TaskId last = made.tasks().get(made.tasks().size() - 1).id();
    return made.tasks().size()
        + (made.tasks().size() == 1 ? " task: " + first : " tasks: " + first + " to " + last)
        + ", planned by "
        + made.plan().drawnBy()
        + ": "
        + made.plan().reason();
  }
}
