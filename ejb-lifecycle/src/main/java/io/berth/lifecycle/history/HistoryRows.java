package io.berth.lifecycle.history;

import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.database.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** The tables of the history. Each call is part of the caller's transaction. */
final class HistoryRows {
  private static final long KILO = 1024;

  private HistoryRows() {}

  /** One row; a second one of the same minute is ignored. */
  static void insert(Handle transaction, NodeSample sample) {
    transaction
        .createUpdate(
            """
            INSERT INTO node_history (node, at, projects, active, rss_kb, pss_kb, saved_kb, cpu_percent,
              requests, starts, stops, ports, open_files, memory_available_kb, disk_free_kb)
            VALUES (:node, :at, :projects, :active, :rss, :pss, :saved, :cpu, :requests, :starts, :stops,
              CAST(:ports AS jsonb), :files, :memory, :disk)
            ON CONFLICT DO NOTHING
            """)
        .bind("node", sample.node())
        .bind("at", Timestamp.from(sample.at()))
        .bind("projects", sample.projects())
        .bind("active", Math.round(sample.active()))
        .bind("rss", sample.rssBytes() / KILO)
        .bind("pss", sample.pssBytes() / KILO)
        .bind("saved", sample.savedBytes() / KILO)
        .bind("cpu", sample.cpuPercent())
        .bind("requests", Math.round(sample.requestsPerMinute()))
        .bind("starts", sample.starts())
        .bind("stops", sample.stops())
        .bind("ports", Json.write(sample.ports()))
        .bind("files", sample.openFiles())
        .bind("memory", sample.memoryAvailableBytes() / KILO)
        .bind("disk", sample.diskFreeBytes() / KILO)
        .execute();
  }

  /** All rows of one minute in one statement. */
  static void insert(Handle transaction, List<ProjectSample> samples, Instant at) {
    if (samples.isEmpty()) {
      return;
    }
    transaction
        .createUpdate(
            """
            INSERT INTO project_history (project, at, generation, rss_kb, pss_kb, cpu_percent, requests,
              answer_millis)
            SELECT project, :at, generation, rss_kb, pss_kb, cpu_percent, requests, answer_millis
            FROM jsonb_to_recordset(CAST(:rows AS jsonb) -> 'rows') AS r (project text,
              generation bigint, rss_kb integer, pss_kb integer, cpu_percent real, requests integer,
              answer_millis real)
            ON CONFLICT DO NOTHING
            """)
        .bind("at", Timestamp.from(at))
        .bind("rows", Json.write(Map.of("rows", samples.stream().map(HistoryRows::row).toList())))
        .execute();
  }

  private static Map<String, Object> row(ProjectSample sample) {
    Map<String, Object> row = new HashMap<>();
    row.put("project", sample.project().value());
    row.put("generation", sample.generation());
    row.put("rss_kb", sample.rssBytes() / KILO);
    row.put("pss_kb", sample.pssBytes() / KILO);
    row.put("cpu_percent", sample.cpuPercent());
    row.put("requests", Math.round(sample.requestsPerMinute()));
    sample.answerMillis().ifPresent(millis -> row.put("answer_millis", millis));
    return row;
  }

  /** Forgets what is older than a day, and what a wrong clock put into the future. */
  static int prune(Handle transaction, Instant now) {
    int pruned = 0;
    for (String table : List.of("node_history", "project_history")) {
      pruned +=
          transaction
              .createUpdate("DELETE FROM " + table + " WHERE at < :oldest OR at > :newest")
              .bind("oldest", Timestamp.from(now.minus(ResourceHistory.KEPT)))
              .bind("newest", Timestamp.from(now.plus(Duration.ofHours(1))))
              .execute();
    }
    return pruned;
  }

  static List<NodeSample> nodes(Handle transaction, Instant since) {
    return transaction
        .createQuery("SELECT * FROM node_history WHERE at >= :since ORDER BY at")
        .bind("since", Timestamp.from(since))
        .map((row, context) -> node(row))
        .list();
  }

  private static NodeSample node(ResultSet row) throws SQLException {
    Map<String, Integer> ports = new TreeMap<>();
    Json.read(row.getString("ports"))
        .forEach((range, used) -> ports.put(range, ((Number) used).intValue()));
    return new NodeSample(
        row.getTimestamp("at").toInstant(),
        row.getString("node"),
        row.getLong("projects"),
        row.getLong("active"),
        row.getLong("rss_kb") * KILO,
        row.getLong("pss_kb") * KILO,
        row.getLong("saved_kb") * KILO,
        row.getDouble("cpu_percent"),
        row.getLong("requests"),
        row.getLong("starts"),
        row.getLong("stops"),
        ports,
        row.getLong("open_files"),
        row.getLong("memory_available_kb") * KILO,
        row.getLong("disk_free_kb") * KILO);
  }

  /** why since its creation: an earlier project may have had the same id. */
  static List<ProjectSample> project(Handle transaction, ProjectId project, Instant since) {
    return transaction
        .createQuery(
            """
            SELECT h.* FROM project_history h JOIN project p ON p.id = h.project
            WHERE h.project = :project AND h.at >= :since
              AND h.at >= date_trunc('minute', p.created_at) ORDER BY h.at
            """)
        .bind("project", project.value())
        .bind("since", Timestamp.from(since))
        .map((row, context) -> project(row, project))
        .list();
  }

  private static ProjectSample project(ResultSet row, ProjectId project) throws SQLException {
    return new ProjectSample(
        row.getTimestamp("at").toInstant(),
        project,
        row.getLong("generation"),
        row.getLong("rss_kb") * KILO,
        row.getLong("pss_kb") * KILO,
        row.getDouble("cpu_percent"),
        row.getLong("requests"),
        row.getObject("answer_millis") == null
            ? OptionalDouble.empty()
            : OptionalDouble.of(row.getDouble("answer_millis")));
  }
}
