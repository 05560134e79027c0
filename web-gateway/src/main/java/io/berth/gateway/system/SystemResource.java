package io.berth.gateway.system;

import io.berth.connector.api.KmException;
import io.berth.gateway.api.Needs;
import io.berth.gateway.json.JsonView;
import io.berth.gateway.json.PortJson;
import io.berth.gateway.security.Action;
import io.berth.lifecycle.capacity.Alerts;
import io.berth.lifecycle.history.ResourceHistory;
import io.berth.lifecycle.overview.SystemOverview;
import io.berth.lifecycle.port.PortHistory;
import io.berth.lifecycle.sharing.Proposals;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalInt;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
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
  @Inject Alerts alerts;
  @Inject Proposals proposals;
  @Inject ResourceHistory history;
  @Inject PortHistory portHistory;

  @GET
  @Path("/system")
  @Needs(Action.READ_SYSTEM)
  @Operation(summary = "The overview that berth status shows")
  public JsonObject system() throws KmException {
    return SystemJson.overview(overview.now())
        .views("alerts", alerts.raised(), SystemJson::alert)
        .views("proposals", proposals.open(), SystemJson::proposal)
        .build();
  }

  @GET
  @Path("/system/history")
  @Needs(Action.READ_SYSTEM)
  @Operation(summary = "What the installation took over the last day, oldest first")
  public JsonObject history(
      @Parameter(description = "A time, or how long ago; default PT24H, the most there is")
          @QueryParam("since")
          String since,
      @Parameter(description = "PT1M to PT6H, whole minutes; default: about a hundred points")
          @QueryParam("step")
          String step)
      throws KmException {
    HistoryQuery query = HistoryQuery.of(since, step, InstantSource.system().instant());
    return HistoryJson.system(query, history.system(query.since(), query.step())).build();
  }

  @GET
  @Path("/ports")
  @Needs(Action.READ_SYSTEM)
  @Operation(summary = "Who holds which port, range by range, and who held it last")
  public JsonObject ports(@QueryParam("port") String port) throws KmException {
    OptionalInt wanted = SystemJson.port(port);
    List<PortHistory.Elsewhere> elsewhere = portHistory.elsewhere();
    return JsonView.list(
            "ranges",
            overview.now().ports().stream()
                .filter(use -> wanted.isEmpty() || use.range().contains(wanted.getAsInt()))
                .toList(),
            use -> SystemJson.ports(use, elsewhere))
        .views("holders", portHistory.holders(wanted), PortJson::holder)
        .build();
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
