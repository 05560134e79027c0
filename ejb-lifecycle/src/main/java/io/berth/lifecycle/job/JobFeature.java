package io.berth.lifecycle.job;

import io.berth.connector.api.KmException;
import io.berth.lifecycle.advice.AdviceFeature;
import io.berth.lifecycle.advice.Advisor;
import io.berth.lifecycle.analysis.BoardLook;
import io.berth.lifecycle.connector.Connector;
import io.berth.lifecycle.database.Database;
import io.berth.lifecycle.event.StoredEvents;
import io.berth.lifecycle.plan.FeaturePlans;
import io.berth.lifecycle.process.ProjectLifecycle;
import io.berth.lifecycle.project.StoredProjects;
import io.berth.lifecycle.task.Tasks;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ThreadFactory;

/** The parts of this feature, put together. Made once by the node. */
public final class JobFeature implements AutoCloseable {
  private final StoredJobs jobs;
  private final JobWork work;
  private final JobSchedule schedule;

  /** What this feature stands on. */
  public record Base(
      Database database,
      StoredEvents events,
      StoredProjects projects,
      Connector connector,
      ProjectLifecycle lifecycle,
      AdviceFeature advice,
      Tasks tasks,
      String node,
      ThreadFactory threads,
      InstantSource clock) {}

  public JobFeature(Base base) {
    this.schedule = new JobSchedule(base.database, base.node, base.threads, base.clock);
    Advisor advisor = base.advice.background();
    this.jobs =
        new StoredJobs(
            base.database, base.events, base.projects, schedule, base.clock, advisor.slow());
    JobEnds ends = new JobEnds(base.database, base.events, base.clock);
    this.work = new JobWork(base.database, ends, runners(base, ends, advisor));
  }

  private static Map<JobKind, JobWork.Runner> runners(Base base, JobEnds ends, Advisor advisor) {
    KmCalls km = new KmCalls(base.connector, base.lifecycle);
    JobWork.Runner plans =
        new PlanRunner(base.database, ends, new FeaturePlans(base.tasks, advisor), advisor);
    return Map.of(
        JobKind.IMPORT, new ImportRunner(base.database, ends, km),
        JobKind.CREATE_PROJECT, plans,
        JobKind.ADD_FEATURE, plans,
        JobKind.ADVISE_BLOCKER,
            new BlockerRunner(base.database, ends, base.advice.blockers(), advisor),
        JobKind.REINDEX, new ReindexRunner(base.database, ends, km),
        JobKind.ANALYSIS,
            new AnalysisRunner(
                ends,
                base.projects,
                new BoardLook(base.database, base.tasks),
                new KmLook(km),
                base.clock));
  }

  /** The jobs. */
  public StoredJobs jobs() {
    return jobs;
  }

  /** Takes up what was left, and works on what comes. Called once by the boot. */
  public void start() throws KmException {
    schedule.start(work);
    jobs.resume();
  }

  @Override
  public void close() {
    schedule.close();
  }
}
