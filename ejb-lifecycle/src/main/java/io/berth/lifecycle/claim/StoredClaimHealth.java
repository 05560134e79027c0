package io.berth.lifecycle.claim;

import io.berth.connector.api.KmException;
import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.agent.AgentId;
import io.berth.lifecycle.database.Database;
import io.berth.lifecycle.task.TaskId;
import io.berth.lifecycle.task.TaskState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * Reads claims and tasks for {@link ClaimHealth}, both by one statement: a task that is finished
 * between two would look like one that nobody tracks. Called on any thread.
 */
public final class StoredClaimHealth implements ClaimHealth {
  private static final String ROWS =
      """
      SELECT t.id, t.state, t.tries, c.agent, c.attempt, c.claimed_at, c.lease_until,
        extract(epoch FROM c.lease_until - clock_timestamp()) * 1000 AS left_millis
      FROM task t LEFT JOIN task_claim c ON c.task = t.id
      WHERE (c.task IS NOT NULL OR (t.ended_at IS NULL
          AND (t.state = ANY (CAST(:held AS text[])) OR t.tries >= :many)))
      """;
  private static final String OF_PROJECTS = " AND t.project = ANY (CAST(:projects AS text[]))";
  private static final String ORDER =
      """
       ORDER BY c.lease_until NULLS LAST, t.id LIMIT :most
      """;
  private static final List<String> HELD =
      Stream.of(TaskState.values()).filter(TaskState::held).map(Enum::name).toList();

  private final Database database;
  private final ClaimDiagnosis diagnosis;

  public StoredClaimHealth(Database database, ClaimTimes times) {
    this.database = database;
    this.diagnosis = new ClaimDiagnosis(times);
  }

  @Override
  public Checkup look(Optional<List<ProjectId>> projects) throws KmException {
    return diagnosis.of(database.transact(t -> picture(t, projects)));
  }

  private static ClaimPicture picture(Handle transaction, Optional<List<ProjectId>> projects) {
    Query query =
        transaction
            .createQuery(ROWS + (projects.isPresent() ? OF_PROJECTS : "") + ORDER)
            .bindArray("held", String.class, HELD)
            .bind("many", ClaimDiagnosis.MANY_REVERSIONS)
            .bind("most", MOST + 1);
    projects.ifPresent(
        p -> query.bindArray("projects", String.class, p.stream().map(ProjectId::value).toList()));
    List<ClaimPicture.Row> rows = query.map((row, context) -> read(row)).list();
    boolean whole = rows.size() <= MOST;
    return transaction
        .createQuery("SELECT seen_at, clock_timestamp() FROM task_watch WHERE one")
        .map(
            (row, context) ->
                new ClaimPicture(
                    whole ? rows : rows.subList(0, MOST), whole, instant(row, 1), instant(row, 2)))
        .one();
  }

  private static ClaimPicture.Row read(ResultSet row) throws SQLException {
    String agent = row.getString("agent");
    Optional<ClaimPicture.Claim> claim =
        agent == null
            ? Optional.empty()
            : Optional.of(
                new ClaimPicture.Claim(
                    new AgentId(agent),
                    row.getInt("attempt"),
                    row.getTimestamp("claimed_at").toInstant(),
                    row.getTimestamp("lease_until").toInstant(),
                    Duration.ofMillis(row.getLong("left_millis"))));
    return new ClaimPicture.Row(
        TaskId.of(row.getString("id")),
        TaskState.valueOf(row.getString("state")),
        row.getInt("tries"),
        claim);
  }

  private static Instant instant(ResultSet row, int column) throws SQLException {
    return row.getTimestamp(column).toInstant();
  }
}
