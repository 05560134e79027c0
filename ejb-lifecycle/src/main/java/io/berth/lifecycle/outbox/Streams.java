package io.berth.lifecycle.outbox;

import io.berth.connector.api.KmException;
import io.berth.lifecycle.database.Database;
import io.berth.lifecycle.database.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads both streams in their order. Any thread. */
final class Streams {
  private final Database database;
  private volatile String source;

  Streams(Database database) {
    this.database = database;
  }

  /** The largest number that there is. */
  long newest(Stream stream) throws KmException {
    String query =
        stream == Stream.TASKS
            ? "SELECT last_number FROM event_publisher"
            : "SELECT coalesce(max(id), 0) FROM lifecycle_event";
    return database.transact(t -> t.createQuery(query).mapTo(Long.class).one());
  }

  /** At most so many events after this number, oldest first. */
  List<OutEvent> after(Stream stream, long number, int limit) throws KmException {
    String from = source();
    String query =
        stream == Stream.TASKS
            ? """
              SELECT number, at, kind, project, task, actor, agent, attempt, from_state, to_state, details
              FROM task_event WHERE number > :number ORDER BY number LIMIT :limit
              """
            : """
              SELECT id AS number, at, kind, project, generation, actor, reason, details
              FROM lifecycle_event WHERE id > :number ORDER BY id LIMIT :limit
              """;
    return database.transact(
        t ->
            t.createQuery(query)
                .bind("number", number)
                .bind("limit", limit)
                .map((row, c) -> stream == Stream.TASKS ? task(row, from) : lifecycle(row, from))
                .list());
  }

  private String source() throws KmException {
    if (source == null) {
      source =
          "/berth/"
              + database.<String>transact(
                  t -> t.createQuery("SELECT id FROM installation").mapTo(String.class).one());
    }
    return source;
  }

  private static OutEvent task(ResultSet row, String source) throws SQLException {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("task", row.getString("task"));
    data.put("project", row.getString("project"));
    data.put("actor", row.getString("actor"));
    put(data, "agent", row.getString("agent"));
    data.put("attempt", row.getInt("attempt"));
    put(data, "from", lower(row.getString("from_state")));
    put(data, "to", lower(row.getString("to_state")));
    data.put("details", Json.read(row.getString("details")));
    return event(Stream.TASKS, row, source, "io.berth.task.", row.getString("task"), data);
  }

  private static OutEvent lifecycle(ResultSet row, String source) throws SQLException {
    Map<String, Object> data = new LinkedHashMap<>();
    put(data, "project", row.getString("project"));
    data.put("generation", row.getLong("generation"));
    data.put("actor", row.getString("actor"));
    data.put("reason", row.getString("reason"));
    data.put("details", Json.read(row.getString("details")));
    String subject = Optional.ofNullable(row.getString("project")).orElse("");
    return event(Stream.LIFECYCLE, row, source, "io.berth.", subject, data);
  }

  private static OutEvent event(
      Stream stream,
      ResultSet row,
      String source,
      String prefix,
      String subject,
      Map<String, Object> data)
      throws SQLException {
    return new OutEvent(
        stream,
        row.getLong("number"),
        source,
        prefix + row.getString("kind"),
        subject,
        row.getTimestamp("at").toInstant(),
        data);
  }

  private static String lower(String state) {
    return state == null ? null : state.toLowerCase(java.util.Locale.ROOT);
  }

  private static void put(Map<String, Object> data, String name, String value) {
    if (value != null) {
      data.put(name, value);
    }
  }
}
