package io.berth.gateway.job;

import io.berth.connector.api.KmException;
import io.berth.gateway.api.Callers;
import io.berth.gateway.api.Needs;
import io.berth.gateway.api.Queries;
import io.berth.gateway.json.JsonView;
import io.berth.gateway.security.Action;
import io.berth.gateway.security.Caller;
import io.berth.gateway.security.GrantCheck;
import io.berth.gateway.work.Acting;
import io.berth.lifecycle.job.Job;
import io.berth.lifecycle.job.JobKind;
import io.berth.lifecycle.job.Jobs;
import io.berth.lifecycle.job.StoredJobs;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** How far background work is. Container threads; blocks on the database. */
@Path("/jobs")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "jobs")
public class JobsResource {
  private static final int MOST = 1_000;

  @Inject Jobs jobs;

  @GET
  @Path("/{id}")
  @Needs(Action.READ_JOBS)
  @Operation(summary = "How far a job is")
  public JsonObject show(@PathParam("id") String id, @Context SecurityContext security)
      throws KmException {
    return JobJson.view(visible(Callers.of(security), id)).build();
  }

  @GET
  @Needs(Action.READ_JOBS)
  @Operation(summary = "Jobs, the newest first; those that ended are kept for a week")
  public JsonObject list(
      @QueryParam("project_id") String project,
      @QueryParam("kind") String kind,
      @QueryParam("state") String state,
      @QueryParam("limit") String limit,
      @Context SecurityContext security)
      throws KmException {
    Caller caller = Callers.of(security);
    return JsonView.list(
            "jobs",
            jobs.list(
                new Jobs.Wanted(
                    Acting.scope(caller, Action.READ_PROCESS, "project_id", project),
                    given(kind).map(JobsResource::kind),
                    given(state).map(JobsResource::state),
                    (int) Queries.number("limit", limit, 1, MOST, 100))),
            JobJson::view)
        .build();
  }

  @POST
  @Path("/{id}/cancel")
  @Needs(Action.READ_JOBS)
  @Operation(summary = "Calls a job off that did not end; what an import brought already stays")
  public JsonObject cancel(@PathParam("id") String id, @Context SecurityContext security)
      throws KmException {
    Caller caller = Callers.of(security);
    Job job = mine(caller, id);
    return JobJson.view(jobs.cancel(job.id(), caller.subject())).build();
  }

  @POST
  @Path("/{id}/retry")
  @Needs(Action.READ_JOBS)
  @Operation(summary = "Queues a job again that failed or was called off")
  public JsonObject retry(@PathParam("id") String id, @Context SecurityContext security)
      throws KmException {
    Caller caller = Callers.of(security);
    Job job = mine(caller, id);
    return JobJson.view(jobs.retry(job.id(), caller.subject())).build();
  }

  private Job visible(Caller caller, String id) throws KmException {
    return jobs.find(id)
        .filter(job -> GrantCheck.allows(caller, Action.READ_PROCESS, job.project()))
        .orElseThrow(() -> StoredJobs.missing(id));
  }

  /** A job that the caller may change: who wanted it, and who manages what it is about. */
  private Job mine(Caller caller, String id) throws KmException {
    Job job = visible(caller, id);
    if (!job.actor().equals(caller.subject())) {
      boolean whole = JobKind.kind(job).ofWholeProject();
      Acting.require(caller, whole ? Action.MANAGE_PROJECTS : Action.MANAGE_TASKS, job.project());
    }
    return job;
  }

  private static String kind(String text) {
    return JobKind.named(text)
        .orElseThrow(
            () ->
                Queries.invalid(
                    "'kind' must be one of "
                        + String.join(
                            ", ", Stream.of(JobKind.values()).map(JobKind::label).toList())))
        .label();
  }

  private static Job.State state(String text) {
    for (Job.State state : Job.State.values()) {
      if (state.name().equalsIgnoreCase(text)) {
        return state;
      }
    }
    throw Queries.invalid("'state' must be QUEUED, RUNNING, DONE, FAILED or CANCELLED");
  }

  private static Optional<String> given(String text) {
    return Optional.ofNullable(text).filter(t -> !t.isEmpty());
  }
}
