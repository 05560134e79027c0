package io.berth.gateway.job;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.connector.api.ProjectId;
import io.berth.gateway.api.Callers;
import io.berth.gateway.api.Needs;
import io.berth.gateway.json.JsonView;
import io.berth.gateway.security.Action;
import io.berth.lifecycle.analysis.Analysis;
import io.berth.lifecycle.job.Jobs;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * Has a project looked through, and its search indexes made anew, by jobs. Container threads;
 * blocks on the database, on no KM.
 */
@Path("/projects")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Bulkhead(16)
@Tag(name = "jobs")
public class UpkeepResource {
  @Inject Jobs jobs;

  @POST
  @Path("/{id}/analysis")
  @Needs(Action.MANAGE_PROJECTS)
  @Operation(summary = "Has board and knowledge looked through; the answer names the job")
  public Response analyse(
      @PathParam("id") String id, @Context UriInfo uri, @Context SecurityContext security)
      throws KmException {
    return JobJson.accepted(jobs.analyse(new ProjectId(id), Callers.of(security).subject()), uri);
  }

  @GET
  @Path("/{id}/analysis")
  @Needs(Action.READ_TASKS)
  @Operation(summary = "What the last analysis found")
  public JsonObject last(@PathParam("id") String id) throws KmException {
    Analysis analysis =
        jobs.lastAnalysis(new ProjectId(id))
            .orElseThrow(
                () ->
                    new KmException(
                        Problem.NO_SUCH_JOB,
                        "project "
                            + id
                            + " was not analysed yet: POST /api/v1/projects/"
                            + id
                            + "/analysis does it"));
    return new JsonView()
        .text("projectId", analysis.project())
        .text("at", analysis.at())
        .text("actor", analysis.actor())
        .text("job", analysis.job())
        .object("analysis", analysis.result())
        .build();
  }

  @POST
  @Path("/{id}/reindex")
  @Needs(Action.MANAGE_PROJECTS)
  @Operation(summary = "Has the search indexes of its KM made anew; the answer names the job")
  public Response reindex(
      @PathParam("id") String id, @Context UriInfo uri, @Context SecurityContext security)
      throws KmException {
    return JobJson.accepted(jobs.reindex(new ProjectId(id), Callers.of(security).subject()), uri);
  }
}
