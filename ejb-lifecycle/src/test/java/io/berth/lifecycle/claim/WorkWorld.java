package io.berth.lifecycle.claim;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.berth.connector.api.KmException;
import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.agent.AgentId;
import io.berth.lifecycle.agent.NewAgent;
import io.berth.lifecycle.database.Database;
import io.berth.lifecycle.event.Followers;
import io.berth.lifecycle.event.StoredEvents;
import io.berth.lifecycle.secret.HashCost;
import io.berth.lifecycle.secret.HashingRoom;
import io.berth.lifecycle.settings.BerthSettings;
import io.berth.lifecycle.task.Budget;
import io.berth.lifecycle.task.LeaseTerms;
import io.berth.lifecycle.task.NewTask;
import io.berth.lifecycle.task.Priority;
import io.berth.lifecycle.task.Task;
import io.berth.lifecycle.task.TaskEvent;
import io.berth.lifecycle.task.TaskId;
import io.berth.lifecycle.task.TaskState;
import io.berth.lifecycle.task.TaskWords;
import io.berth.lifecycle.testing.TestPostgres;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/** One service instance over a database, and short words for what tests do with it. */
public final class WorkWorld implements AutoCloseable {
  public static final ProjectId ALPHA = new ProjectId("alpha");

  private static final Map<TestPostgres, BerthSettings.Database> DATABASES =
      new ConcurrentHashMap<>();

  /** why: tests sign in more often than they wait for. */
  public static final HashCost CHEAP = new HashCost(64, 1);

  public final Database database;
  public final ClaimFeature work;

  public WorkWorld(BerthSettings.Database settings) throws KmException {
    this(settings, ClaimTimes.USUAL);
  }

  public WorkWorld(BerthSettings.Database settings, ClaimTimes times) throws KmException {
    database = new Database(settings, System::nanoTime);
    database.open(Duration.ofSeconds(10));
    StoredEvents events =
        new StoredEvents(
            database, () -> Instant.parse("2026-03-01T12:00:00Z"), new Followers(Runnable::run));
    work =
        ClaimFeature.on(
            database,
            events,
            () -> Instant.parse("2026-03-01T12:00:00Z"),
            times,
            new HashingRoom(CHEAP));
  }

  /**
   * On the one database of all tests that share one, empty again.
   *
   * <p>why shared: to make the tables takes longer than most tests
   */
  public static WorkWorld fresh(TestPostgres postgres) throws KmException {
    WorkWorld world = new WorkWorld(DATABASES.computeIfAbsent(postgres, TestPostgres::newDatabase));
    world.sql("TRUNCATE project, agent, task_board, task_request, lifecycle_event CASCADE");
    world.sql("UPDATE task_watch SET seen_at = clock_timestamp()");
    return world;
  }

  public WorkWorld project(String id) throws KmException {
    sql(
        "INSERT INTO project (id, name, runtime, created_at, updated_at)"
            + " VALUES (?, ?, 'built-in', now(), now()) ON CONFLICT DO NOTHING",
        id,
        id);
    return this;
  }

  public AgentId agent(String id, int capacity, String... skills) throws KmException {
    AgentId agent = new AgentId(id);
    work.agents()
        .register(
            new NewAgent(
                agent, id, "worker", List.of(skills), Optional.empty(), OptionalInt.of(capacity)),
            "test");
    return agent;
  }

  /** A task with everything usual but what is said by {@link Words}. */
  public TaskId task(Words words) throws KmException {
    return work.tasks()
        .create(words.project, List.of(words.task()), Optional.empty(), "test")
        .get(0)
        .id();
  }

  public Offer request(AgentId agent, String... projects) throws KmException {
    return work.claims()
        .request(
            new Wish(
                agent,
                projects.length == 0
                    ? Optional.empty()
                    : Optional.of(List.of(projects).stream().map(ProjectId::new).toList()),
                Optional.empty(),
                Optional.empty(),
                agent.value()));
  }

  public Assignment claim(AgentId agent, String... projects) throws KmException {
    Offer offer = request(agent, projects);
    if (offer instanceof Offer.Work given) {
      return given.assignment();
    }
    throw new AssertionError(agent + " got nothing: " + offer);
  }

  public Receipt report(AgentId agent, TaskId task, int attempt, Report.Body body)
      throws KmException {
    return work.reports().take(says(agent, task, attempt, body));
  }

  public static Report says(AgentId agent, TaskId task, int attempt, Report.Body body) {
    return new Report(
        agent,
        task,
        OptionalInt.of(attempt),
        Optional.empty(),
        OptionalLong.empty(),
        body,
        agent.value());
  }

  public KmException refused(AgentId agent, TaskId task, int attempt, Report.Body body) {
    return catchThrowableOfType(KmException.class, () -> report(agent, task, attempt, body));
  }

  public static Report.Progress progress(TaskState state) {
    return new Report.Progress(state, OptionalInt.empty(), "", Optional.empty());
  }

  public static Report.Progress done() {
    return new Report.Progress(
        TaskState.DONE, OptionalInt.empty(), "done", Optional.of("all tests pass"));
  }

  public static Report.Release back() {
    return new Report.Release("cannot", Optional.empty());
  }

  public Task get(TaskId id) throws KmException {
    return work.tasks().get(id);
  }

  public List<TaskEvent> history(TaskId id) throws KmException {
    return work.tasks().history(id, 0, 1_000);
  }

  public List<String> kinds(TaskId id) throws KmException {
    return history(id).stream().map(TaskEvent::kind).toList();
  }

  /** Lets the lease of a task be over since a second. */
  public void overdue(TaskId id) throws KmException {
    sql(
        "UPDATE task_claim SET lease_until = clock_timestamp() - interval '1 second' WHERE task = ?",
        id.toString());
  }

  public int sql(String statement, Object... values) throws KmException {
    return database.transact(t -> t.execute(statement, values));
  }

  /** Everything in the tables of the board, as one text: equal before and after means unchanged. */
  public String everything() throws KmException {
    return database.transact(
        t ->
            String.join(
                "\n",
                t.createQuery(
                        """
                        SELECT 'task ' || t FROM task t
                        UNION ALL SELECT 'claim ' || t FROM task_claim t
                        UNION ALL SELECT 'file ' || t FROM task_file t
                        UNION ALL SELECT 'link ' || t FROM task_dependency t
                        UNION ALL SELECT 'event ' || t FROM task_event t
                        UNION ALL SELECT 'request ' || t FROM task_request t
                        UNION ALL SELECT 'agent ' || a FROM agent a
                        UNION ALL SELECT 'said ' || a FROM agent_registration a
                        ORDER BY 1
                        """)
                    .mapTo(String.class)
                    .list()));
  }

  @Override
  public void close() {
    database.close();
  }

  /** A task to be made, said in short. */
  public record Words(
      ProjectId project,
      String name,
      Priority priority,
      List<String> labels,
      List<String> required,
      List<String> preferred,
      List<String> files,
      int maxAttempts,
      LeaseTerms lease,
      Budget budget,
      List<String> dependencies,
      Optional<String> parent,
      Optional<String> key) {
    public static Words of(String name) {
      return new Words(
          ALPHA,
          name,
          Priority.MEDIUM,
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          5,
          LeaseTerms.DEFAULT,
          Budget.NONE,
          List.of(),
          Optional.empty(),
          Optional.empty());
    }

    public Words in(String id) {
      return new Words(
          new ProjectId(id),
          name,
          priority,
          labels,
          required,
          preferred,
          files,
          maxAttempts,
          lease,
          budget,
          dependencies,
          parent,
          key);
    }

    public Words priority(Priority other) {
      return new Words(
          project,
          name,
          other,
          labels,
          required,
          preferred,
          files,
          maxAttempts,
          lease,
          budget,
          dependencies,
          parent,
          key);
    }

    public Words labels(String... others) {
      return new Words(
          project,
          name,
          priority,
          List.of(others),
          required,
          preferred,
          files,
          maxAttempts,
          lease,
          budget,
          dependencies,
          parent,
          key);
    }

    public Words required(String... skills) {
      return new Words(
          project,
          name,
          priority,
          labels,
          List.of(skills),
          preferred,
          files,
          maxAttempts,
          lease,
          budget,
          dependencies,
          parent,
          key);
    }

    public Words preferred(String... skills) {
      return new Words(
          project,
          name,
          priority,
          labels,
          required,
          List.of(skills),
          files,
          maxAttempts,
          lease,
          budget,
          dependencies,
          parent,
          key);
    }

    public Words files(String... paths) {
      return new Words(
          project,
          name,
          priority,
          labels,
          required,
          preferred,
          List.of(paths),
          maxAttempts,
          lease,
          budget,
          dependencies,
          parent,
          key);
    }

    public Words attempts(int most) {
      return new Words(
          project,
          name,
          priority,
          labels,
          required,
          preferred,
          files,
          most,
          lease,
          budget,
          dependencies,
          parent,
          key);
    }

    public Words budget(Budget other) {
      return new Words(
          project,
          name,
          priority,
          labels,
          required,
          preferred,
          files,
          maxAttempts,
          lease,
          other,
          dependencies,
          parent,
          key);
    }

    public Words after(Object... tasks) {
      return new Words(
          project,
          name,
          priority,
          labels,
          required,
          preferred,
          files,
          maxAttempts,
          lease,
          budget,
          List.of(tasks).stream().map(Object::toString).toList(),
          parent,
          key);
    }

    public Words partOf(Object task) {
      return new Words(
          project,
          name,
          priority,
          labels,
          required,
          preferred,
          files,
          maxAttempts,
          lease,
          budget,
          dependencies,
          Optional.of(task.toString()),
          key);
    }

    public Words key(String other) {
      return new Words(
          project,
          name,
          priority,
          labels,
          required,
          preferred,
          files,
          maxAttempts,
          lease,
          budget,
          dependencies,
          parent,
          Optional.of(other));
    }

    public NewTask task() {
      return new NewTask(
          key,
          new TaskWords(
              name,
              "",
              priority,
              labels,
              required,
              preferred,
              files,
              OptionalDouble.empty(),
              Optional.empty(),
              maxAttempts,
              lease,
              budget),
          dependencies,
          parent,
          false);
    }
  }
}
