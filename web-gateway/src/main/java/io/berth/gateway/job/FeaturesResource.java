package io.berth.gateway.job;

import io.berth.connector.api.KmException;
import io.berth.connector.api.ProjectId;
import io.berth.gateway.api.Callers;
import io.berth.gateway.api.Needs;
import io.berth.gateway.json.JsonText;
import io.berth.gateway.json.Limits;
import io.berth.gateway.security.Action;
import io.berth.lifecycle.job.Job;
import io.berth.lifecycle.job.Jobs;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * What is described in words becomes tasks on a project's board, by a job. Container threads;
 * blocks on the database, on no adviser.
 */
@Path("/projects")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "jobs")
public class FeaturesResource {
  @Inject Jobs jobs;

  @POST
  @Path("/{id}/features")
  @Consumes(MediaType.APPLICATION_JSON)
  @Needs(Action.ADD_TASKS)
  @Bulkhead(16)
  @Operation(summary = "Plans what is described; the answer names the job that makes the tasks")
  public Response plan(
      @PathParam("id") String id,
      InputStream body,
      @Context UriInfo uri,
      @Context SecurityContext security)
      throws KmException, IOException {
    Job job =
        jobs.plan(
            PlanRequest.read(new ProjectId(id), JsonText.read(body, Limits.MANAGEMENT)),
            Callers.of(security).subject());
    return JobJson.accepted(job, uri);
  }
}
