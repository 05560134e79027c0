package io.berth.lifecycle.job;

import io.berth.connector.api.KmException;
import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.database.Database;
import io.berth.lifecycle.event.LifecycleEvent;
import io.berth.lifecycle.event.NewEvent;
import io.berth.lifecycle.event.StoredEvents;
import io.berth.lifecycle.project.Project;
import io.berth.lifecycle.project.StoredProjects;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Imports as background jobs. Accepted means: job and documents are in PostgreSQL. The scheduler is
 * told afterwards; a job that it was not told of, because of a crash, is found by {@link #resume}.
 */
public final class ImportJobs implements Jobs {
  private static final Duration KEPT = Duration.ofDays(7);

  private final Database database;
  private final StoredEvents events;
  private final StoredProjects projects;
  private final JobSchedule schedule;
  private final InstantSource clock;

  public ImportJobs(
      Database database,
      StoredEvents events,
      StoredProjects projects,
      JobSchedule schedule,
      InstantSource clock) {
    this.database = database;
    this.events = events;
    this.projects = projects;
    this.schedule = schedule;
    this.clock = clock;
  }

  @Override
  public Job importDocuments(ProjectId id, List<Document> documents, String actor)
      throws KmException {
    Project project = projects.require(id);
    List<Document> accepted = List.copyOf(documents);
    JobRules.check(project, accepted);
    Job job =
        new Job(
            UUID.randomUUID().toString(),
            "import",
            id,
            Job.State.QUEUED,
            0,
            accepted.size(),
            "",
            clock.instant().truncatedTo(ChronoUnit.MICROS),
            Optional.empty());
    LifecycleEvent event =
        database.transact(
            t -> {
              JobRows.insert(t, job, accepted, actor);
              NewEvent line = event(job, "job.accepted", accepted.size() + " documents");
              return events.append(t, line.by(actor)).orElseThrow();
            });
    events.committed(event.id());
    schedule.add(job.id());
    return job;
  }

  static NewEvent event(Job job, String kind, String reason) {
    return new NewEvent(kind, Optional.of(job.project()), 0, StoredEvents.BERTH, reason)
        .with(Map.of("job", job.id()));
  }

  @Override
  public Optional<Job> find(String id) throws KmException {
    UUID uuid;
    try {
      uuid = UUID.fromString(id);
    } catch (IllegalArgumentException e) {
      // why: an id that cannot be one of ours belongs to no job
      return Optional.empty();
    }
    return database.transact(t -> JobRows.find(t, uuid));
  }

  /**
   * Schedules every unfinished job that is not scheduled. Called at boot and by the maintenance
   * timer.
   */
  public void resume() throws KmException {
    for (String id : database.transact(JobRows::unfinished)) {
      schedule.add(id);
    }
  }

  /** Deletes jobs that ended a week ago. Called by the maintenance timer. */
  public void trim() throws KmException {
    database.transact(t -> JobRows.deleteEndedBefore(t, clock.instant().minus(KEPT)));
  }
}
