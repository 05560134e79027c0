package io.berth.gateway.system;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.connector.api.ProjectId;
import io.berth.gateway.api.Needs;
import io.berth.gateway.security.Action;
import io.berth.lifecycle.history.ResourceHistory;
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
import java.time.InstantSource;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What one project's process took over the last day. Container threads; blocks on the database. */
@Path("/projects")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Bulkhead(16)
@Timeout(10_000)
@Tag(name = "processes")
public class ProjectHistoryResource {
  @Inject ResourceHistory history;
  @Inject ProjectRegistry registry;

  @GET
  @Path("/{id}/history")
  @Needs(Action.READ_PROCESS)
  @Operation(
      summary = "What the project's process took over the last day, oldest first",
      description = "There are no points for times in which it was asleep")
  public JsonObject ofProject(
      @PathParam("id") String id,
      @Parameter(description = "A time, or how long ago; default PT24H, the most there is")
          @QueryParam("since")
          String since,
      @Parameter(description = "PT1M to PT6H, whole minutes; default: about a hundred points")
          @QueryParam("step")
          String step)
      throws KmException {
    ProjectId project = new ProjectId(id);
    HistoryQuery query = HistoryQuery.of(since, step, InstantSource.system().instant());
    if (registry.find(project).isEmpty()) {
      throw new KmException(Problem.NO_SUCH_PROJECT, "there is no project " + id);
    }
    return HistoryJson.project(
            project, query, history.project(project, query.since(), query.step()))
        .build();
  }
}
