package io.berth.lifecycle.agent;

import io.berth.connector.api.ProjectId;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.Update;

/** The statements on the tables of agents, and what other features may read of them. */
public final class AgentRows {
  private static final String COLUMNS =
      "SELECT id, name, role, skills, project, capacity, completed, lost, registrations,"
          + " registered_at, seen_at FROM agent";
  private static final RowMapper<Agent> MAPPER =
      (row, context) ->
          new Agent(
              new AgentId(row.getString("id")),
              row.getString("name"),
              row.getString("role"),
              texts(row, "skills"),
              Optional.ofNullable(row.getString("project")).map(ProjectId::new),
              row.getInt("capacity"),
              row.getLong("completed"),
              row.getLong("lost"),
              row.getLong("registrations"),
              row.getTimestamp("registered_at").toInstant(),
              row.getTimestamp("seen_at").toInstant());

  private AgentRows() {}

  /** The texts of an array column. */
  public static List<String> texts(ResultSet row, String column) throws SQLException {
    Array array = row.getArray(column);
    return array == null ? List.of() : List.of((String[]) array.getArray());
  }

  /** The agent, if there is one. */
  public static Optional<Agent> find(Handle transaction, AgentId id) {
    return transaction
        .createQuery(COLUMNS + " WHERE id = :id")
        .bind("id", id.value())
        .map(MAPPER)
        .findOne();
  }

  /** The agent, which makes no other claim and is not changed until the transaction is over. */
  public static Optional<Agent> lock(Handle transaction, AgentId id) {
    return transaction
        .createQuery(COLUMNS + " WHERE id = :id FOR NO KEY UPDATE")
        .bind("id", id.value())
        .map(MAPPER)
        .findOne();
  }

  /**
   * The agent, locked as by {@link #lock}, for a claim: the transaction's statements are planned
   * once for all parameters.
   */
  public static Optional<ToClaim> lockToClaim(Handle transaction, AgentId id) {
    return transaction
        .createQuery(
            """
            SELECT a.*, a.seen_at < clock_timestamp() - interval '30 seconds' AS unheard,
              -- why: to plan a claim takes four times as long as to run it, and no parameter asks for another plan;
              -- and a plan that was made while a board was short must not read all of it when it is long
              set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true),
              set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true)
            FROM agent a WHERE a.id = :id FOR NO KEY UPDATE
            """)
        .bind("id", id.value())
        .map((row, context) -> new ToClaim(MAPPER.map(row, context), row.getBoolean("unheard")))
        .findOne();
  }

  /**
   * An agent that asks for a task.
   *
   * @param unheard whether it is to be noted that it was {@link #seen}
   */
  public record ToClaim(Agent agent, boolean unheard) {}

  static List<Agent> list(
      Handle transaction,
      Optional<AgentId> after,
      Optional<List<ProjectId>> projects,
      Optional<AgentId> self,
      int limit) {
    String where =
        " WHERE id COLLATE \"C\" > :after"
            + (projects.isEmpty()
                ? ""
                : " AND (project = ANY (CAST(:projects AS text[])) OR id = :self)")
            + " ORDER BY id COLLATE \"C\" LIMIT :limit";
    Query query =
        transaction
            .createQuery(COLUMNS + where)
            .bind("after", after.map(AgentId::value).orElse(""))
            .bind("limit", limit);
    projects.ifPresent(
        ids ->
            query
                .bindArray("projects", String.class, ids.stream().map(ProjectId::value).toList())
                .bind("self", self.map(AgentId::value).orElse("")));
    return query.map(MAPPER).list();
  }

  /** False if there is one of that id already. */
  static boolean insert(Handle transaction, NewAgent agent, Instant now) {
    return bound(
                transaction.createUpdate(
                    """
                    INSERT INTO agent
                      (id, name, role, skills, project, capacity, registered_at, updated_at, seen_at)
                    VALUES (:id, :name, :role, CAST(:skills AS text[]), :project, :capacity, :now, :now, :now)
                    ON CONFLICT (id) DO NOTHING
                    """),
                agent)
            .bind("now", now)
            .execute()
        == 1;
  }

  static void update(Handle transaction, NewAgent agent, Instant now) {
    bound(
            transaction.createUpdate(
                """
                UPDATE agent SET name = :name, role = :role, skills = CAST(:skills AS text[]),
                  project = :project, capacity = :capacity, registrations = registrations + 1,
                  updated_at = :now, seen_at = :now WHERE id = :id
                """),
            agent)
        .bind("now", now)
        .execute();
  }

  static void remember(Handle transaction, NewAgent agent, String actor, Instant now) {
    bound(
            transaction.createUpdate(
                """
                INSERT INTO agent_registration (agent, at, actor, name, role, skills, project, capacity)
                VALUES (:id, :now, :actor, :name, :role, CAST(:skills AS text[]), :project, :capacity)
                """),
            agent)
        .bind("now", now)
        .bind("actor", actor)
        .execute();
  }

  private static Update bound(Update update, NewAgent agent) {
    return update
        .bind("id", agent.id().value())
        .bind("name", agent.name())
        .bind("role", agent.role())
        .bindArray("skills", String.class, agent.skills())
        .bind("project", agent.project().map(ProjectId::value).orElse(null))
        .bind("capacity", agent.capacity().orElse(1));
  }

  static List<Agents.Change> history(Handle transaction, AgentId id, int limit) {
    return transaction
        .createQuery(
            "SELECT at, actor, name, role, skills, project, capacity FROM agent_registration"
                + " WHERE agent = :id ORDER BY id DESC LIMIT :limit")
        .bind("id", id.value())
        .bind("limit", limit)
        .map(
            (row, context) ->
                new Agents.Change(
                    row.getTimestamp("at").toInstant(),
                    row.getString("actor"),
                    new NewAgent(
                        id,
                        row.getString("name"),
                        row.getString("role"),
                        texts(row, "skills"),
                        Optional.ofNullable(row.getString("project")).map(ProjectId::new),
                        OptionalInt.of(row.getInt("capacity")))))
        .list();
  }

  static List<HeldTask> held(Handle transaction, AgentId id) {
    return transaction
        .createQuery(
            """
            SELECT t.id, t.project, t.name, t.description, t.state, c.attempt, c.claimed_at, c.lease_until
            FROM task_claim c JOIN task t ON t.id = c.task
            WHERE c.agent = :id ORDER BY c.claimed_at, t.id
            """)
        .bind("id", id.value())
        .map(
            (row, context) ->
                new HeldTask(
                    row.getString("id"),
                    new ProjectId(row.getString("project")),
                    row.getString("name"),
                    row.getString("description"),
                    row.getString("state"),
                    row.getInt("attempt"),
                    row.getTimestamp("claimed_at").toInstant(),
                    row.getTimestamp("lease_until").toInstant()))
        .list();
  }

  /** Whether it has a connection to a node that lives. */
  static boolean connected(Handle transaction, AgentId id) {
    return transaction
        .createQuery(
            """
            SELECT EXISTS (SELECT 1 FROM agent_connection c JOIN agent_node n ON n.node = c.node
              WHERE c.agent = :id AND n.heard_till > clock_timestamp())
            """)
        .bind("id", id.value())
        .mapTo(Boolean.class)
        .one();
  }

  /** Notes that it was heard, by the database's clock; not more often than twice a minute. */
  public static void seen(Handle transaction, AgentId id) {
    transaction.execute(
        "UPDATE agent SET seen_at = clock_timestamp()"
            + " WHERE id = ? AND seen_at < clock_timestamp() - interval '30 seconds'",
        id.value());
  }
}
