package io.berth.lifecycle.task;

import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.agent.AgentId;
import io.berth.lifecycle.agent.AgentRows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatement;

/** The statements on the table of tasks. */
public final class TaskRows {
  /** What a task waits for, beside the columns of {@code t}, for {@link #read}. */
  public static final String LINKS =
      """
        -- why the offsets: row by row through the key, however old the statistics are
        ARRAY(SELECT d.dependency FROM task_dependency d CROSS JOIN LATERAL
                (SELECT number FROM task WHERE id = d.dependency OFFSET 0) o
              WHERE d.task = t.id AND NOT d.subtask ORDER BY o.number) AS dependencies,
        ARRAY(SELECT d.dependency FROM task_dependency d CROSS JOIN LATERAL
                (SELECT number FROM task WHERE id = d.dependency OFFSET 0) o
              WHERE d.task = t.id AND d.subtask ORDER BY o.number) AS subtasks
      """;

  /** All that {@link #read} wants; after it {@code FROM}. */
  public static final String READ =
      """
      SELECT t.*, c.agent AS holder, c.lease_until, coalesce(c.spent_tokens, 0) AS now_tokens,
      """
          + LINKS;

  /** The tasks as {@code t}, their claims as {@code c}. */
  public static final String FROM = " FROM task t LEFT JOIN task_claim c ON c.task = t.id ";

  private static final String COLUMNS = READ + FROM;

  /**
   * A task to be written.
   *
   * @param parent of which it is a part
   * @param open for how many others it waits if none of them is over
   */
  record NewRow(TaskId id, NewTask task, Optional<TaskId> parent, int open) {}

  private TaskRows() {}

  /** The task. */
  public static Optional<Task> find(Handle transaction, TaskId id) {
    return transaction
        .createQuery(COLUMNS + " WHERE t.id = :id")
        .bind("id", id.toString())
        .map((row, context) -> read(row))
        .findOne();
  }

  /** The task, which nobody else can move or change until the transaction is over. */
  public static Optional<Task> lock(Handle transaction, TaskId id) {
    // why two statements: what is read beside the row must not be older than the lock
    transaction.execute("SELECT 1 FROM task WHERE id = ? FOR NO KEY UPDATE", id.toString());
    return find(transaction, id);
  }

  /**
   * Locks a task that may be ended, if there is one, and before it the links of its project. What
   * is read after this is not older than the locks.
   */
  public static void lockToEnd(Handle transaction, TaskId id) {
    transaction
        .createQuery(
            """
            WITH links AS MATERIALIZED (SELECT pg_advisory_xact_lock_shared(:locks, hashtext(:project)))
            SELECT 1 FROM links CROSS JOIN task t WHERE t.id = :id FOR NO KEY UPDATE OF t
            """)
        .bind("locks", TaskLinks.LOCKS)
        .bind("project", id.project().value())
        .bind("id", id.toString())
        .mapTo(Integer.class)
        .findOne();
  }

  static List<Task> list(Handle transaction, Tasks.Wanted wanted) {
    StringBuilder where = new StringBuilder(" WHERE true");
    wanted
        .projects()
        .ifPresent(p -> where.append(" AND t.project = ANY (CAST(:projects AS text[]))"));
    wanted.state().ifPresent(s -> where.append(" AND t.state = :state"));
    wanted.label().ifPresent(l -> where.append(" AND :label = ANY (t.labels)"));
    wanted.holder().ifPresent(h -> where.append(" AND c.agent = :holder"));
    wanted
        .after()
        .ifPresent(
            a ->
                where.append(" AND (t.project COLLATE \"C\", t.number) > (:afterProject, :after)"));
    Query query =
        transaction
            .createQuery(
                COLUMNS + where + " ORDER BY t.project COLLATE \"C\", t.number LIMIT :limit")
            .bind("limit", wanted.limit());
    wanted
        .projects()
        .ifPresent(
            p ->
                query.bindArray(
                    "projects", String.class, p.stream().map(ProjectId::value).toList()));
    wanted.state().ifPresent(s -> query.bind("state", s.name()));
    wanted.label().ifPresent(l -> query.bind("label", l));
    wanted.holder().ifPresent(h -> query.bind("holder", h.value()));
    wanted
        .after()
        .ifPresent(a -> query.bind("afterProject", a.project().value()).bind("after", a.number()));
    return query.map((row, context) -> read(row)).list();
  }

  /** These tasks, as they came. */
  static List<Task> find(Handle transaction, List<TaskId> ids) {
    return transaction
        .createQuery(COLUMNS + " WHERE t.id = ANY (CAST(:ids AS text[])) ORDER BY t.number")
        .bindArray("ids", String.class, ids.stream().map(TaskId::toString).toList())
        .map((row, context) -> read(row))
        .list();
  }

  /** Which of these there are. */
  static Set<String> existing(Handle transaction, Set<String> ids) {
    return ids.isEmpty()
        ? Set.of()
        : Set.copyOf(
            transaction
                .createQuery("SELECT id FROM task WHERE id = ANY (CAST(:ids AS text[]))")
                .bindArray("ids", String.class, ids)
                .mapTo(String.class)
                .list());
  }

  /** Writes new tasks without their links, in one round trip. */
  static void insert(Handle transaction, List<NewRow> rows, String actor) {
    PreparedBatch batch =
        transaction.prepareBatch(
            """
            INSERT INTO task (id, project, number, parent, name, description, state, priority, labels,
              required_skills, preferred_skills, files, estimated_hours, due_at, open_dependencies,
              ready_at, max_attempts, lease_seconds, validating_seconds, waiting_seconds,
              budget_tokens, budget_seconds, actor, created_at, updated_at)
            VALUES (:id, :project, :number, :parent, :name, :description, :state, :priority,
              CAST(:labels AS text[]), CAST(:required AS text[]), CAST(:preferred AS text[]),
              CAST(:files AS text[]), :hours, :due, :open, clock_timestamp(), :maxAttempts,
              :working, :validating, :waiting, :budgetTokens, :budgetSeconds, :actor,
              clock_timestamp(), clock_timestamp())
            """);
    for (NewRow row : rows) {
      words(batch, row.task.words())
          .bind("id", row.id.toString())
          .bind("project", row.id.project().value())
          .bind("number", row.id.number())
          .bind("open", row.open)
          .bind("parent", row.parent.map(TaskId::toString).orElse(null))
          .bind("state", row.task.parked() ? TaskState.PARKED.name() : TaskState.TODO.name())
          .bind("actor", actor)
          .add();
    }
    batch.execute();
  }

  static void update(Handle transaction, TaskId id, TaskWords words) {
    words(
            transaction.createUpdate(
                """
                UPDATE task SET name = :name, description = :description, priority = :priority,
                  labels = CAST(:labels AS text[]), required_skills = CAST(:required AS text[]),
                  preferred_skills = CAST(:preferred AS text[]), files = CAST(:files AS text[]),
                  estimated_hours = :hours, due_at = :due, max_attempts = :maxAttempts,
                  lease_seconds = :working, validating_seconds = :validating,
                  waiting_seconds = :waiting, budget_tokens = :budgetTokens,
                  budget_seconds = :budgetSeconds, updated_at = clock_timestamp() WHERE id = :id
                """),
            words)
        .bind("id", id.toString())
        .execute();
  }

  private static <S extends SqlStatement<S>> S words(S statement, TaskWords words) {
    return statement
        .bind("name", words.name())
        .bind("description", words.description())
        .bind("priority", words.priority().ordinal())
        .bindArray("labels", String.class, words.labels())
        .bindArray("required", String.class, words.requiredSkills())
        .bindArray("preferred", String.class, words.preferredSkills())
        .bindArray("files", String.class, words.files())
        .bind(
            "hours",
            words.estimatedHours().isPresent()
                ? (Double) words.estimatedHours().getAsDouble()
                : null)
        .bind("due", words.dueAt().orElse(null))
        .bind("maxAttempts", words.maxAttempts())
        .bind("working", (int) words.lease().working().toSeconds())
        .bind("validating", (int) words.lease().validating().toSeconds())
        .bind("waiting", (int) words.lease().waiting().toSeconds())
        .bind(
            "budgetTokens",
            words.budget().tokens().isPresent() ? (Long) words.budget().tokens().getAsLong() : null)
        .bind("budgetSeconds", words.budget().time().map(Duration::toSeconds).orElse(null));
  }

  /** Moves an open or ended task; what is opened may be tried as often as a new one. */
  static void move(Handle transaction, TaskId id, TaskState to) {
    transaction
        .createUpdate(
            """
            UPDATE task SET state = :state, updated_at = clock_timestamp(),
              tries = CASE WHEN :opened THEN 0 ELSE tries END,
              ready_at = CASE WHEN :opened THEN clock_timestamp() ELSE ready_at END,
              ended_at = CASE WHEN :over THEN clock_timestamp() END WHERE id = :id
            """)
        .bind("state", to.name())
        .bind("opened", to == TaskState.TODO)
        .bind("over", to.over())
        .bind("id", id.toString())
        .execute();
  }

  /** Offers an open task to this agent alone for a time. */
  public static void reserve(Handle transaction, TaskId id, AgentId agent, Duration time) {
    transaction.execute(
        "UPDATE task SET reserved_for = ?, updated_at = clock_timestamp(),"
            + " reserved_until = clock_timestamp() + make_interval(secs => ?),"
            + " declined_by = NULL, declined_until = NULL WHERE id = ?",
        agent.value(),
        time.toMillis() / 1000.0,
        id.toString());
  }

  /** What its holder says of it. */
  public static void report(Handle transaction, TaskId id, TaskState state, OptionalInt percent) {
    transaction
        .createUpdate(
            """
            UPDATE task SET state = :state, updated_at = clock_timestamp(),
              progress = CASE WHEN :percent >= 0 THEN :percent ELSE progress END WHERE id = :id
            """)
        .bind("state", state.name())
        .bind("percent", percent.orElse(-1))
        .bind("id", id.toString())
        .execute();
  }

  /** The task of a row that has the columns of {@link #READ}. */
  public static Task read(ResultSet row) throws SQLException {
    long tokens = row.getLong("budget_tokens");
    OptionalLong budgetTokens = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(tokens);
    long seconds = row.getLong("budget_seconds");
    Optional<Duration> budgetTime =
        row.wasNull() ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds));
    double estimate = row.getDouble("estimated_hours");
    OptionalDouble hours = row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(estimate);
    TaskWords words =
        new TaskWords(
            row.getString("name"),
            row.getString("description"),
            Priority.values()[row.getInt("priority")],
            AgentRows.texts(row, "labels"),
            AgentRows.texts(row, "required_skills"),
            AgentRows.texts(row, "preferred_skills"),
            AgentRows.texts(row, "files"),
            hours,
            time(row, "due_at"),
            row.getInt("max_attempts"),
            new LeaseTerms(
                Duration.ofSeconds(row.getInt("lease_seconds")),
                Duration.ofSeconds(row.getInt("validating_seconds")),
                Duration.ofSeconds(row.getInt("waiting_seconds"))),
            new Budget(budgetTokens, budgetTime));
    return new Task(
        TaskId.of(row.getString("id")),
        TaskState.valueOf(row.getString("state")),
        words,
        Optional.ofNullable(row.getString("parent")).map(TaskId::of),
        ids(row, "dependencies"),
        ids(row, "subtasks"),
        row.getInt("open_dependencies"),
        row.getTimestamp("ready_at").toInstant(),
        row.getInt("progress"),
        row.getInt("attempt"),
        row.getInt("tries"),
        Optional.ofNullable(row.getString("holder")).map(AgentId::new),
        time(row, "lease_until"),
        row.getLong("spent_tokens") + row.getLong("now_tokens"),
        Duration.ofSeconds(row.getLong("spent_seconds")),
        Optional.ofNullable(row.getString("reserved_for")).map(AgentId::new),
        row.getString("handed_back"),
        Optional.ofNullable(row.getString("completed_by")).map(AgentId::new),
        row.getString("actor"),
        row.getTimestamp("created_at").toInstant(),
        row.getTimestamp("updated_at").toInstant(),
        time(row, "ended_at"));
  }

  private static List<TaskId> ids(ResultSet row, String column) throws SQLException {
    return AgentRows.texts(row, column).stream().map(TaskId::of).toList();
  }

  private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
  }
}
