package io.berth.gateway.event;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.connector.api.ProjectId;
import io.berth.gateway.api.Callers;
import io.berth.gateway.api.Needs;
import io.berth.gateway.security.Action;
import io.berth.lifecycle.event.EventLog;
import io.berth.lifecycle.project.ProjectRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Optional;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * The audit of one project as a list; its stream is the {@link EventStreamFilter}'s. Container
 * threads; blocks on the database.
 */
@Path("/projects")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Bulkhead(32)
@Tag(name = "events")
public class ProjectEventsResource {
  @Inject EventLog log;
  @Inject ProjectRegistry registry;

  @GET
  @Path("/{id}/events")
  @Needs(Action.READ_PROCESS)
  @Operation(
      summary = "Events of one project, oldest first",
      description =
          "With Accept: text/event-stream a stream of server-sent events, resumed with Last-Event-ID")
  public JsonObject ofProject(
      @PathParam("id") String id,
      @QueryParam("after") String after,
      @QueryParam("limit") String limit,
      @Context SecurityContext security)
      throws KmException {
    ProjectId project = new ProjectId(id);
    EventPages.Page page =
        new EventPages(log)
            .page(new EventScope(Callers.of(security), Optional.of(project)), after, limit);
    // why: what was removed still has its history, so only an empty one needs a second look
    if (page.isEmpty() && registry.find(project).isEmpty()) {
      throw new KmException(
          Problem.NO_SUCH_PROJECT, "there is no project " + id + ", and there never was one");
    }
    return page.build();
  }
}
