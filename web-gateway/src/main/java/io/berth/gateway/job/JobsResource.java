package io.berth.gateway.job;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.gateway.api.Callers;
import io.berth.gateway.api.Needs;
import io.berth.gateway.security.Action;
import io.berth.gateway.security.Caller;
import io.berth.gateway.security.GrantCheck;
import io.berth.lifecycle.job.Jobs;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** How far background work is. Container threads; blocks on the database. */
@Path("/jobs")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "jobs")
public class JobsResource {
  @Inject Jobs jobs;

  @GET
  @Path("/{id}")
  @Needs(Action.READ_JOBS)
  @Operation(summary = "How far a job is")
  public JsonObject show(@PathParam("id") String id, @Context SecurityContext security)
      throws KmException {
    Caller caller = Callers.of(security);
    return jobs.find(id)
        .filter(job -> GrantCheck.allows(caller, Action.READ_PROCESS, job.project()))
        .map(job -> JobJson.view(job).build())
        .orElseThrow(
            () ->
                new KmException(
                    Problem.NO_SUCH_JOB,
                    "there is no such job: ids are in the Location of POST …/import"));
  }
}
