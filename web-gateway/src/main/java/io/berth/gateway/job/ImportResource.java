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
 * Takes documents in for a project's KM. Container threads; blocks on the database. Few at once,
 * because the body is held in memory.
 */
@Path("/projects")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "jobs")
public class ImportResource {
  @Inject Jobs jobs;

  @POST
  @Path("/{id}/import")
  @Consumes(MediaType.APPLICATION_JSON)
  @Needs(Action.MANAGE_PROJECTS)
  @Bulkhead(2)
  @Operation(summary = "Takes documents in; the answer names the job that brings them to the KM")
  public Response bringIn(
      @PathParam("id") String id,
      InputStream body,
      @Context UriInfo uri,
      @Context SecurityContext security)
      throws KmException, IOException {
    Job job =
        jobs.importDocuments(
            new ProjectId(id),
            ImportRequest.read(JsonText.read(body, Limits.IMPORT)),
            Callers.of(security).subject());
    return JobJson.accepted(job, uri);
  }
}
