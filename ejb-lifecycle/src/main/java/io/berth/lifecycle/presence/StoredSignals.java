package io.berth.lifecycle.presence;

import io.berth.connector.api.KmException;
import io.berth.lifecycle.agent.AgentId;
import io.berth.lifecycle.database.Database;
import io.berth.lifecycle.task.TaskId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.jdbi.v3.core.mapper.RowMapper;

/**
 * Signals, read from the numbered history of tasks: what is there can be replayed. Called by one
 * thread of each node.
 */
public final class StoredSignals implements AgentSignals {
  private static final String COLUMNS =
      "SELECT e.number, e.agent, e.task, e.attempt, e.kind, e.details ->> 'reason' AS reason, e.at"
          + " FROM task_event e";
  private static final String FOR_AGENTS =
      """
       e.number IS NOT NULL AND e.agent IS NOT NULL
        AND e.kind IN ('moved', 'taken-back', 'reassigned', 'expired', 'finished')
        AND (e.kind <> 'moved' OR e.to_state = 'CANCELLING') AND (e.kind <> 'reassigned' OR e.from_state IS NOT NULL)
      """;
  private static final RowMapper<AgentSignal> MAPPER = (row, context) -> read(row);

  private final Database database;

  public StoredSignals(Database database) {
    this.database = database;
  }

  @Override
  public long newest() throws KmException {
    return database.transact(
        t ->
            t.createQuery("SELECT last_number FROM event_publisher WHERE one")
                .mapTo(Long.class)
                .one());
  }

  @Override
  public List<AgentSignal> between(long after, long upTo, int most) throws KmException {
    return database.transact(
        t ->
            t.createQuery(
                    COLUMNS
                        + " WHERE"
                        + FOR_AGENTS
                        + " AND e.number > :after AND e.number <= :upTo ORDER BY e.number LIMIT :most")
                .bind("after", after)
                .bind("upTo", upTo)
                .bind("most", most)
                .map(MAPPER)
                .list());
  }

  @Override
  public List<AgentSignal> missed(List<Listener> listeners, long upTo, int mostEach)
      throws KmException {
    return database.transact(
        t ->
            t.createQuery(
                    """
                    SELECT m.* FROM unnest(CAST(:agents AS text[]), CAST(:heard AS bigint[])) l (agent, heard)
                    CROSS JOIN LATERAL (
                    """
                        + COLUMNS
                        + " WHERE"
                        + FOR_AGENTS
                        + " AND e.agent = l.agent AND e.number > l.heard AND e.number <= :upTo"
                        + " ORDER BY e.number LIMIT :most) m ORDER BY m.number")
                .bindArray(
                    "agents", String.class, listeners.stream().map(l -> l.agent().value()).toList())
                .bindArray("heard", Long.class, listeners.stream().map(Listener::heard).toList())
                .bind("upTo", upTo)
                .bind("most", mostEach)
                .map(MAPPER)
                .list());
  }

  private static AgentSignal read(ResultSet row) throws SQLException {
    return new AgentSignal(
        row.getLong("number"),
        new AgentId(row.getString("agent")),
        TaskId.of(row.getString("task")),
        row.getInt("attempt"),
        cause(row.getString("kind")),
        Objects.requireNonNullElse(row.getString("reason"), ""),
        row.getTimestamp("at").toInstant());
  }

  private static String cause(String kind) {
    return switch (kind) {
      case "taken-back" -> "taken_back";
      case "reassigned" -> "reassigned";
      case "expired" -> "lease_ended";
      case "finished" -> "finished";
      default -> "cancelled";
    };
  }
}
