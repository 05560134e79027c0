package io.berth.gateway.event;

import io.berth.connector.api.KmException;
import io.berth.gateway.api.Callers;
import io.berth.gateway.api.Needs;
import io.berth.gateway.security.Action;
import io.berth.lifecycle.event.EventLog;
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
import java.util.Optional;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * The audit as lists; the streams are the {@link EventStreamFilter}'s. Container threads; blocks on
 * the database.
 */
@Path("/events")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Bulkhead(32)
@Tag(name = "events")
public class EventsResource {
  @Inject EventLog log;

  @GET
  @Needs(Action.READ_EVENTS)
  @Operation(
      summary = "Events, oldest first; the last ones, or those after an id",
      description =
          "With Accept: text/event-stream a stream of server-sent events, resumed with Last-Event-ID")
  public JsonObject all(
      @QueryParam("after") String after,
      @QueryParam("limit") String limit,
      @Context SecurityContext security)
      throws KmException {
    return new EventPages(log)
        .page(new EventScope(Callers.of(security), Optional.empty()), after, limit)
        .build();
  }
}
