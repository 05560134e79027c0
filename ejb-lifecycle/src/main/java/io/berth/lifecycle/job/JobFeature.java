package io.berth.lifecycle.job;

import io.berth.connector.api.KmException;
import io.berth.lifecycle.connector.Connector;
import io.berth.lifecycle.database.Database;
import io.berth.lifecycle.event.StoredEvents;
import io.berth.lifecycle.process.ProjectLifecycle;
import io.berth.lifecycle.project.StoredProjects;
import java.time.InstantSource;
import java.util.concurrent.ThreadFactory;

/** The parts of this feature, put together. Made once by the node. */
public final class JobFeature implements AutoCloseable {
  private final ImportJobs jobs;
  private final ImportRunner runner;
  private final JobSchedule schedule;

  /** What this feature stands on. */
  public record Base(
      Database database,
      StoredEvents events,
      StoredProjects projects,
      Connector connector,
      ProjectLifecycle lifecycle,
      String node,
      ThreadFactory threads,
      InstantSource clock) {}

  public JobFeature(Base base) {
    this.schedule = new JobSchedule(base.database, base.node, base.threads, base.clock);
    this.jobs = new ImportJobs(base.database, base.events, base.projects, schedule, base.clock);
    this.runner =
        new ImportRunner(
            base.database, base.events, new KmImport(base.connector, base.lifecycle), base.clock);
  }

  /** The jobs. */
  public ImportJobs jobs() {
    return jobs;
  }

  /** Takes up what was left, and works on what comes. Called once by the boot. */
  public void start() throws KmException {
    schedule.start(runner);
    jobs.resume();
  }

  @Override
  public void close() {
    schedule.close();
  }
}
