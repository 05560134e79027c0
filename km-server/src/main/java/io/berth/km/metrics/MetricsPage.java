package io.berth.km.metrics;

import io.berth.km.http.Reply;
import io.berth.km.http.Request;
import io.berth.km.http.Route;
import io.berth.km.http.Traffic;
import io.berth.km.pool.PoolSnapshot;
import io.berth.km.store.KnowledgeStore;
import io.berth.km.store.Statistics;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** {@code GET /metrics}: Prometheus text, out of counters and the open store's own statistics. */
public final class MetricsPage implements Route {
  private final RequestMetrics metrics;
  private final Traffic traffic;
  private final KnowledgeStore store;
  private final Uptime uptime;

  public MetricsPage(RequestMetrics metrics, Traffic traffic, KnowledgeStore store, Uptime uptime) {
    this.metrics = metrics;
    this.traffic = traffic;
    this.store = store;
    this.uptime = uptime;
  }

  @Override
  public Reply answer(Request request) {
    Statistics statistics = store.statistics();
    PoolSnapshot pool = store.pool();
    StringBuilder page = new StringBuilder(2_048);
    counters(page, "aet_requests_total", "Requests answered", metrics.requests());
    type(page, "aet_request_duration_seconds", "summary", "Time spent answering");
    sample(page, "aet_request_duration_seconds_sum", metrics.seconds());
    sample(page, "aet_request_duration_seconds_count", metrics.count());
    counters(page, "aet_tool_calls_total", "Tool calls", metrics.tools());
    gauge(page, "aet_requests_in_flight", "Requests being answered now", traffic.inFlight());
    gauge(page, "aet_uptime_seconds", "Seconds since the start of the process", uptime.seconds());
    gauge(page, "km_knowledge_items_total", "Items kept", statistics.items());
    gauge(page, "km_file_summaries_total", "File summaries kept", statistics.fileSummaries());
    gauge(page, "km_component_apis_total", "Component APIs kept", statistics.componentApis());
    gauge(page, "km_documents_total", "Imported documents", statistics.documents());
    gauge(page, "km_database_size_bytes", "Size of the database", statistics.databaseBytes());
    gauge(page, "km_pool_connections_open", "Open database connections", pool.open());
    gauge(page, "km_pool_connections_leased", "Database connections in use", pool.leased());
    gauge(page, "km_pool_waiting", "Threads that wait for a database connection", pool.waiting());
    return Reply.bytes(
        200,
        "text/plain; version=0.0.4; charset=utf-8",
        page.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static void gauge(StringBuilder page, String name, String help, double value) {
    type(page, name, "gauge", help);
    sample(page, name, value);
  }

  private static void counters(
      StringBuilder page, String name, String help, Map<String, LongAdder> counters) {
    type(page, name, "counter", help);
    for (Map.Entry<String, LongAdder> counter : counters.entrySet()) {
      sample(page, name + "{" + counter.getKey() + "}", counter.getValue().sum());
    }
  }

  private static void type(StringBuilder page, String name, String type, String help) {
    page.append("# HELP ").append(name).append(' ').append(help).append('\n');
    page.append("# TYPE ").append(name).append(' ').append(type).append('\n');
  }

  private static void sample(StringBuilder page, String name, double value) {
    page.append(name).append(' ');
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      page.append((long) value);
    } else {
      page.append(value);
    }
    page.append('\n');
  }
}
