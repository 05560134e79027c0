package io.berth.km;

import io.berth.km.http.Route;
import io.berth.km.http.Traffic;
import io.berth.km.mcp.MaintenanceRoute;
import io.berth.km.mcp.McpRoute;
import io.berth.km.mcp.SpecPage;
import io.berth.km.metrics.MetricsPage;
import io.berth.km.metrics.RequestMetrics;
import io.berth.km.metrics.Uptime;
import io.berth.km.paths.FilePaths;
import io.berth.km.status.GetOnly;
import io.berth.km.status.HealthPage;
import io.berth.km.status.ReadyPage;
import io.berth.km.status.Service;
import io.berth.km.status.StatusPage;
import io.berth.km.store.KnowledgeStore;
import io.berth.km.tool.Call;
import io.berth.km.tool.KmTools;
import io.berth.mcp.ServerInfo;
import io.berth.mcp.ToolSet;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** Everything that can be asked of one project, by path; over its own store and nothing else. */
final class ProjectRoutes {
  private static final String INSTRUCTIONS =
      "The knowledge of one project. Ask with query before you work, keep what you learnt with save.";

  private ProjectRoutes() {}

  static Map<String, Route> of(
      KmArguments arguments,
      KnowledgeStore store,
      Traffic traffic,
      RequestMetrics metrics,
      Uptime uptime,
      InstantSource time) {
    Service service = new Service(Version.TEXT, arguments.project(), arguments.generation(), time);
    ToolSet<Call> tools = KmTools.over(store, FilePaths.in(arguments.data()), metrics);
    Map<String, Route> routes = new LinkedHashMap<>();
    routes.put(
        "/mcp",
        new McpRoute(
            new ServerInfo(Service.NAME, "Knowledge Manager", Version.TEXT, INSTRUCTIONS), tools));
    routes.put("/maintenance", new MaintenanceRoute(KmTools.maintenance(store, metrics)));
    routes.put("/mcp/spec", new GetOnly(new SpecPage(Service.NAME, tools)));
    routes.put("/health", new GetOnly(new HealthPage(service, store)));
    routes.put("/ready", new GetOnly(new ReadyPage(service, store, traffic, arguments.data())));
    routes.put("/metrics", new GetOnly(new MetricsPage(metrics, traffic, store, uptime)));
    routes.put("/status", new GetOnly(new StatusPage(service, store, traffic, metrics, uptime)));
    return routes;
  }
}
