package io.berth.gateway.rollout;

import io.berth.connector.api.KmException;
import io.berth.gateway.api.Callers;
import io.berth.gateway.api.Needs;
import io.berth.gateway.api.Queries;
import io.berth.gateway.json.JsonText;
import io.berth.gateway.json.JsonView;
import io.berth.gateway.json.Limits;
import io.berth.gateway.security.Action;
import io.berth.lifecycle.rollout.Rollout;
import io.berth.lifecycle.rollout.RolloutMoves.Cause;
import io.berth.lifecycle.rollout.Rollouts;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
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
 * Brings a version of a runtime to its projects step by step. Container threads; blocks on the
 * database, never on a process: what was ordered is done by the driver.
 */
@Path("/rollouts")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Bulkhead(16)
@Tag(name = "roll-outs")
public class RolloutsResource {
  private static final int MOST = 200;

  @Inject Rollouts rollouts;

  @GET
  @Needs(Action.READ_RUNTIMES)
  @Operation(summary = "Roll-outs, the newest first")
  public JsonObject list(@QueryParam("limit") String limit) throws KmException {
    int most = (int) Queries.number("limit", limit, 1, MOST, 50);
    return JsonView.list("rollouts", rollouts.list(most), RolloutJson::summary).build();
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Needs(Action.MANAGE_ROLLOUTS)
  @Operation(summary = "Begins a roll-out; answers when it is written down")
  public Response start(InputStream body, @Context UriInfo uri, @Context SecurityContext security)
      throws KmException, IOException {
    Rollout made =
        rollouts.start(
            RolloutJson.read(JsonText.read(body, Limits.MANAGEMENT)),
            Callers.of(security).subject());
    return Response.status(201)
        .location(uri.getAbsolutePathBuilder().path(Long.toString(made.id())).build())
        .entity(RolloutJson.view(made).build())
        .build();
  }

  @GET
  @Path("/{rollout}")
  @Needs(Action.READ_RUNTIMES)
  @Operation(summary = "One roll-out with what became of each project so far")
  public JsonObject show(@PathParam("rollout") String id) throws KmException {
    return RolloutJson.view(rollouts.get(number(id))).build();
  }

  @POST
  @Path("/{rollout}/pause")
  @Needs(Action.MANAGE_ROLLOUTS)
  @Operation(summary = "Switches no further project until it is resumed")
  public JsonObject pause(@PathParam("rollout") String id, @Context SecurityContext security)
      throws KmException {
    return order(id, Cause.PAUSE, security);
  }

  @POST
  @Path("/{rollout}/resume")
  @Needs(Action.MANAGE_ROLLOUTS)
  @Operation(summary = "Goes on; the failures so far are tolerated")
  public JsonObject resume(@PathParam("rollout") String id, @Context SecurityContext security)
      throws KmException {
    return order(id, Cause.RESUME, security);
  }

  @POST
  @Path("/{rollout}/abort")
  @Needs(Action.MANAGE_ROLLOUTS)
  @Operation(summary = "Leaves everything as it is: switched projects keep the new version")
  public JsonObject abort(@PathParam("rollout") String id, @Context SecurityContext security)
      throws KmException {
    return order(id, Cause.ABORT, security);
  }

  @POST
  @Path("/{rollout}/rollback")
  @Needs(Action.MANAGE_ROLLOUTS)
  @Operation(summary = "Gives every switched project its old version back")
  public JsonObject rollback(@PathParam("rollout") String id, @Context SecurityContext security)
      throws KmException {
    return order(id, Cause.ROLLBACK, security);
  }

  private JsonObject order(String id, Cause cause, SecurityContext security) throws KmException {
    return RolloutJson.view(rollouts.order(number(id), cause, Callers.of(security).subject()))
        .build();
  }

  private static long number(String id) {
    return Queries.number("roll-out", id, 1, Long.MAX_VALUE, 0);
  }
}
