package io.berth.km.status;

import io.berth.km.http.Reply;
import io.berth.km.http.Request;
import io.berth.km.http.Route;
import io.berth.km.http.Traffic;
import io.berth.km.metrics.RequestMetrics;
import io.berth.km.metrics.Uptime;
import io.berth.km.pool.PoolSnapshot;
import io.berth.km.store.KnowledgeStore;
import io.berth.km.store.Statistics;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code GET /status}: what is known, how much of it, and how the process is doing. */
public final class StatusPage implements Route {
  private final Service service;
  private final KnowledgeStore store;
  private final Traffic traffic;
  private final RequestMetrics metrics;
  private final Uptime uptime;

  public StatusPage(
      Service service,
      KnowledgeStore store,
      Traffic traffic,
      RequestMetrics metrics,
      Uptime uptime) {
    this.service = service;
    this.store = store;
    this.traffic = traffic;
    this.metrics = metrics;
    this.uptime = uptime;
  }

  @Override
  public Reply answer(Request request) {
    Statistics statistics = store.statistics();
    Map<String, Object> page = service.into(service.page());
    page.put("uptime_seconds", uptime.seconds());
    page.put("embedding_model", object("available", false, "model_name", null));
    page.put(
        "database",
        object(
            "path",
            statistics.databasePath().toString(),
            "size_bytes",
            statistics.databaseBytes(),
            "size_mb",
            Math.round(statistics.databaseBytes() / 10_485.76) / 100.0));
    page.put(
        "statistics",
        object(
            "knowledge_items",
            object(
                "total_items",
                statistics.items(),
                "unique_tickets",
                statistics.tickets(),
                "item_types",
                statistics.itemTypes(),
                "documents",
                statistics.documents()),
            "file_summaries",
            object("total_summaries", statistics.fileSummaries()),
            "component_apis",
            object("total_apis", statistics.componentApis())));
    page.put("observability", object("metrics_enabled", true, "tracing_enabled", false));
    page.put("performance", performance());
    page.put(
        "process",
        object(
            "pid",
            ProcessHandle.current().pid(),
            "project",
            service.project(),
            "generation",
            service.generation()));
    return Reply.json(200, page);
  }

  private Map<String, Object> performance() {
    PoolSnapshot pool = store.pool();
    long count = metrics.count();
    return object(
        "requests",
        count,
        "average_ms",
        count == 0 ? 0 : Math.round(metrics.seconds() * 1e5 / count) / 100.0,
        "in_flight",
        traffic.inFlight(),
        "pool",
        object(
            "open",
            pool.open(),
            "leased",
            pool.leased(),
            "waiting",
            pool.waiting(),
            "bound",
            pool.bound()));
  }

  private static Map<String, Object> object(Object... namesAndValues) {
    Map<String, Object> json = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      json.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return json;
  }
}
