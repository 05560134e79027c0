package io.berth.gateway.task;

import io.berth.connector.api.KmException;
import io.berth.gateway.api.Callers;
import io.berth.gateway.api.Needs;
import io.berth.gateway.api.Queries;
import io.berth.gateway.security.Action;
import io.berth.gateway.work.Acting;
import io.berth.lifecycle.task.Tasks;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** How a project's board stands. Container threads; blocks on the database. */
@Path("/project")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Bulkhead(64)
@Tag(name = "tasks")
public class ProjectStatusResource {
  @Inject Tasks tasks;

  @GET
  @Path("/status")
  @Needs(Action.READ_TASKS)
  @Operation(summary = "Tasks of a project by status, and who works on them")
  public JsonObject status(
      @QueryParam("project_id") String project, @Context SecurityContext security)
      throws KmException {
    if (project == null) {
      throw Queries.invalid("'project_id' is required");
    }
    return TaskJson.board(
            tasks.board(
                Acting.project(Callers.of(security), Action.READ_TASKS, "project_id", project)))
        .build();
  }
}
