package io.berth.gateway.process;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.connector.api.ProjectId;
import io.berth.gateway.api.Needs;
import io.berth.gateway.api.Queries;
import io.berth.gateway.json.JsonView;
import io.berth.gateway.security.Action;
import io.berth.lifecycle.connector.Connector;
import io.berth.lifecycle.project.ProjectRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What a project's process wrote. Container threads; reads a file. */
@Path("/projects")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Bulkhead(16)
@Tag(name = "processes")
public class LogsResource {
  private static final int MOST = 5_000;

  @Inject ProjectRegistry registry;
  @Inject Connector connector;

  @GET
  @Path("/{id}/logs")
  @Needs(Action.READ_PROCESS)
  @Operation(summary = "The last lines of the process's output, oldest first")
  public JsonObject tail(@PathParam("id") String id, @QueryParam("tail") String tail)
      throws KmException {
    ProjectId project = new ProjectId(id);
    int lines = (int) Queries.number("tail", tail, 1, MOST, 100);
    if (registry.find(project).isEmpty()) {
      throw new KmException(Problem.NO_SUCH_PROJECT, "there is no project " + id);
    }
    return new JsonView()
        .text("projectId", project)
        .texts("lines", connector.processes().logTail(project, lines))
        .build();
  }
}
