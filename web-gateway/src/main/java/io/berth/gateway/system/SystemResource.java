package io.berth.gateway.system;

import io.berth.connector.api.KmException;
import io.berth.gateway.api.Needs;
import io.berth.gateway.json.JsonView;
import io.berth.gateway.security.Action;
import io.berth.lifecycle.overview.SystemOverview;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The whole installation. Container threads; blocks on the database and on {@code /proc}. */
@Path("/")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Bulkhead(16)
@Timeout(10_000)
@Tag(name = "system")
public class SystemResource {
  @Inject SystemOverview overview;

  @GET
  @Path("/system")
  @Needs(Action.READ_SYSTEM)
  @Operation(summary = "The overview that berth status shows")
  public JsonObject system() throws KmException {
    return SystemJson.overview(overview.now()).build();
  }

  @GET
  @Path("/ports")
  @Needs(Action.READ_SYSTEM)
  @Operation(summary = "Who holds which port, range by range")
  public JsonObject ports() throws KmException {
    return JsonView.list("ranges", overview.now().ports(), SystemJson::ports).build();
  }

  @GET
  @Path("/nodes")
  @Needs(Action.READ_SYSTEM)
  @Operation(summary = "The nodes that are alive")
  public JsonObject nodes() throws KmException {
    return JsonView.list(
            "nodes",
            overview.now().nodes(),
            node -> new JsonView().text("id", node).text("state", "UP"))
        .build();
  }
}
