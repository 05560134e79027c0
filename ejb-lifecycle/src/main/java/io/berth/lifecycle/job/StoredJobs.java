package io.berth.lifecycle.job;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.analysis.Analysis;
import io.berth.lifecycle.analysis.AnalysisRows;
import io.berth.lifecycle.claim.Report;
import io.berth.lifecycle.database.Database;
import io.berth.lifecycle.event.LifecycleEvent;
import io.berth.lifecycle.event.NewEvent;
import io.berth.lifecycle.event.StoredEvents;
import io.berth.lifecycle.plan.Placing;
import io.berth.lifecycle.plan.PlanOrder;
import io.berth.lifecycle.project.Project;
import io.berth.lifecycle.project.StoredProjects;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Background jobs in PostgreSQL. Accepted means: job and input are there. The scheduler is told
 * afterwards; a job that it was not told of, because of a crash, is found by {@link #resume}. Any
 * thread; blocks on the database, never on the work.
 */
public final class StoredJobs implements Jobs {
  private static final Duration KEPT = Duration.ofDays(7);
  private static final int MOST = 1_000;
  private static final int MOST_QUEUED = 500;
  private static final int PLAN_STEPS = 2;
  private static final String AFTER_THE_STEP =
      "begins as soon as the step is over in which it was called off";

  private final Database database;
  private final StoredEvents events;
  private final StoredProjects projects;
  private final JobSchedule schedule;
  private final InstantSource clock;
  private final boolean model;

  /**
   * Over these.
   *
   * @param model whether there is a model that could be asked
   */
  public StoredJobs(
      Database database,
      StoredEvents events,
      StoredProjects projects,
      JobSchedule schedule,
      InstantSource clock,
      boolean model) {
    this.database = database;
    this.events = events;
    this.projects = projects;
    this.schedule = schedule;
    this.clock = clock;
    this.model = model;
  }

  @Override
  public Job importDocuments(ProjectId id, List<Document> documents, String actor)
      throws KmException {
    Project project = projects.require(id);
    List<Document> accepted = List.copyOf(documents);
    JobRules.check(project, accepted);
    Job job = job(JobKind.IMPORT, id, accepted.size(), actor);
    return accept(job, accepted, accepted.size() + " documents", SameJob.NONE);
  }

  @Override
  public Job plan(PlanWanted wanted, String actor) throws KmException {
    projects.require(wanted.project());
    JobRules.check(wanted.order());
    Job job = job(wanted.kind(), wanted.project(), PLAN_STEPS, actor);
    Document order = PlanDocument.of(wanted.order(), wanted.placing());
    List<Document> input = List.of(order);
    SameJob same =
        wanted.request().map(number -> SameJob.numbered(job, number, input)).orElse(SameJob.NONE);
    return accept(job, input, wanted.order().title(), same);
  }

  @Override
  public void check(PlanOrder order) throws KmException {
    JobRules.check(order);
  }

  @Override
  public Optional<Job> planNew(Project project, PlanOrder order, String actor) throws KmException {
    JobRules.check(order);
    // why its time: a project of that name that is removed and registered again is another one
    String number = "registered-" + ChronoUnit.MICROS.between(Instant.EPOCH, project.createdAt());
    boolean forgotten = project.createdAt().isBefore(clock.instant().minus(KEPT));
    if (forgotten && database.transact(t -> JobRows.numbered(t, project.id(), number)).isEmpty()) {
      return Optional.empty();
    }
    Job job = job(JobKind.CREATE_PROJECT, project.id(), PLAN_STEPS, actor);
    List<Document> input = List.of(PlanDocument.of(order, Placing.PARALLEL));
    try {
      return Optional.of(accept(job, input, order.title(), SameJob.ofProject(job, number, input)));
    } catch (KmException e) {
      if (e.problem() != Problem.CONFLICT) {
        throw e;
      }
      throw new KmException(
          Problem.CONFLICT,
          "project "
              + project.id()
              + " was planned by another description: add to it with POST /api/v1/projects/"
              + project.id()
              + "/features",
          e);
    }
  }

  @Override
  public Job analyse(ProjectId id, String actor) throws KmException {
    projects.require(id);
    return once(job(JobKind.ANALYSIS, id, AnalysisRunner.STEPS, actor));
  }

  @Override
  public Optional<Analysis> lastAnalysis(ProjectId project) throws KmException {
    return database.transact(t -> AnalysisRows.last(t, project));
  }

  @Override
  public Job reindex(ProjectId id, String actor) throws KmException {
    JobRules.requireBuiltIn(projects.require(id), "make its indexes anew");
    return once(job(JobKind.REINDEX, id, ReindexRunner.INDEXES.size(), actor));
  }

  /** Accepts it unless one of its kind is under way, which is the answer then. */
  private Job once(Job job) throws KmException {
    return accept(job, List.of(), "", SameJob.underWay(job));
  }

  @Override
  public boolean asksModel() {
    return model;
  }

  @Override
  public Optional<Job> adviseOnBlocker(Report report) throws KmException {
    if (!model || !(report.body() instanceof Report.Blocker blocker)) {
      return Optional.empty();
    }
    Job job = job(JobKind.ADVISE_BLOCKER, report.task().project(), 1, report.actor());
    Document document = BlockerDocument.of(report, blocker);
    // why numbered by its words: who reports the same again and again costs one question
    List<Document> input = List.of(document);
    String number = "blocker-" + JobRequests.number(job, input);
    return Optional.of(
        accept(job, input, "blocker of " + report.task(), SameJob.numbered(job, number, input)));
  }

  private Job job(JobKind kind, ProjectId project, int total, String actor) {
    return new Job(
        UUID.randomUUID().toString(),
        kind.label(),
        project,
        Job.State.QUEUED,
        0,
        total,
        "",
        actor,
        clock.instant().truncatedTo(ChronoUnit.MICROS),
        Optional.empty(),
        Map.of());
  }

  /** A job that was there before, or one that is new and has its event. */
  private record Accepted(Job job, Optional<LifecycleEvent> event) {}

  private Job accept(Job job, List<Document> input, String reason, SameJob same)
      throws KmException {
    Accepted accepted =
        database.transact(
            t -> {
              Optional<Job> there = same.in(t);
              if (there.isPresent()) {
                return new Accepted(there.get(), Optional.empty());
              }
              bounded(t, job);
              JobRows.insert(t, job, input);
              same.accepted(t);
              NewEvent line = event(job, "job.accepted", reason).by(job.actor());
              return new Accepted(job, events.append(t, line));
            });
    accepted.event.ifPresent(
        event -> {
          events.committed(event.id());
          schedule.add(job);
        });
    return accepted.job;
  }

  private static void bounded(Handle transaction, Job job) throws KmException {
    if (JobKind.kind(job) != JobKind.IMPORT && JobRows.unfinished(transaction) >= MOST_QUEUED) {
      throw new KmException(
          Problem.OVERLOADED,
          MOST_QUEUED
              + " jobs are queued: try again when some of them are done (GET /api/v1/jobs)");
    }
  }

  static NewEvent event(Job job, String kind, String reason) {
    return new NewEvent(kind, Optional.of(job.project()), 0, StoredEvents.BERTH, reason)
        .with(Map.of("job", job.id(), "kind", job.kind()));
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

  @Override
  public List<Job> list(Wanted wanted) throws KmException {
    Wanted bounded =
        new Wanted(
            wanted.projects(),
            wanted.kind(),
            wanted.state(),
            Math.max(1, Math.min(wanted.limit(), MOST)));
    return database.transact(t -> JobRows.list(t, bounded));
  }

  @Override
  public Job cancel(String id, String actor) throws KmException {
    return change(id, "job.cancelled", actor, this::cancelled);
  }

  private void cancelled(Handle transaction, Job job) throws KmException {
    boolean makes = JobKind.kind(job).plans() && job.done() > 0;
    if (job.endedAt().isPresent() || makes) {
      throw new KmException(
          Problem.CONFLICT,
          "job "
              + job.id()
              + (makes && job.endedAt().isEmpty()
                  ? " makes its tasks just now"
                  : " is " + job.state())
              + ": only one that is queued or under way can be called off");
    }
    JobRows.End end = new JobRows.End(Job.State.CANCELLED, "called off", clock.instant(), Map.of());
    JobRows.callOff(transaction, UUID.fromString(job.id()), end);
  }

  @Override
  public Job retry(String id, String actor) throws KmException {
    Job job = change(id, "job.retried", actor, StoredJobs::requeued);
    if (schedule.again(job)) {
      return job;
    }
    UUID uuid = UUID.fromString(job.id());
    return database.transact(
        t -> {
          JobRows.tellQueued(t, uuid, AFTER_THE_STEP);
          return JobRows.find(t, uuid).orElse(job);
        });
  }

  private static void requeued(Handle transaction, Job job) throws KmException {
    if (job.state() != Job.State.FAILED && job.state() != Job.State.CANCELLED) {
      throw new KmException(
          Problem.CONFLICT,
          "job "
              + job.id()
              + " is "
              + job.state()
              + ": only one that failed or was called off can be tried again");
    }
    UUID id = UUID.fromString(job.id());
    JobKind kind = JobKind.kind(job);
    int documents = JobRows.documents(transaction, id);
    if (kind.hasInput() && documents == 0) {
      throw new KmException(
          Problem.CONFLICT,
          "what job " + job.id() + " was sent is not kept any more: send it again as a new job");
    }
    if (kind.hasInput()) {
      JobRows.requeue(transaction, id, kind.plans() ? documents - 1 : job.done());
      return;
    }
    Optional<Job> other = SameJob.underWay(job).in(transaction);
    if (other.isPresent()) {
      throw new KmException(
          Problem.CONFLICT,
          "job "
              + other.get().id()
              + " does the same just now: see GET /api/v1/jobs/"
              + other.get().id());
    }
    JobRows.forget(transaction, id);
    JobRows.requeue(transaction, id, 0);
  }

  /** A change of a job under its lock. */
  private interface Change {
    void of(Handle transaction, Job job) throws KmException;
  }

  private Job change(String id, String kind, String actor, Change change) throws KmException {
    UUID uuid = UUID.fromString(find(id).orElseThrow(() -> missing(id)).id());
    Accepted changed =
        database.transact(
            t -> {
              Job job = JobRows.lock(t, uuid).orElseThrow(() -> missing(id));
              change.of(t, job);
              NewEvent line = event(job, kind, job.message()).by(actor);
              return new Accepted(JobRows.find(t, uuid).orElseThrow(), events.append(t, line));
            });
    changed.event.ifPresent(event -> events.committed(event.id()));
    return changed.job;
  }

  /** The failure that says that there is no such job. */
  public static KmException missing(String id) {
    return new KmException(
        Problem.NO_SUCH_JOB, "no job " + id + "; GET /api/v1/jobs lists those of the last week");
  }

  /**
   * Schedules every unfinished job that is not scheduled and of a kind that this node knows. Called
   * at boot and by the maintenance timer.
   */
  public void resume() throws KmException {
    for (Job job : database.transact(t -> JobRows.unfinished(t, JobKind.ALL))) {
      schedule.add(job);
    }
  }

  /** Deletes jobs that ended a week ago. Called by the maintenance timer. */
  public void trim() throws KmException {
    database.transact(t -> JobRows.deleteEndedBefore(t, clock.instant().minus(KEPT)));
  }
}
