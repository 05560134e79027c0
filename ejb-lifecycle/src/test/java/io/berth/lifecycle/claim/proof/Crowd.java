package io.berth.lifecycle.claim.proof;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.lifecycle.agent.AgentId;
import io.berth.lifecycle.claim.Assignment;
import io.berth.lifecycle.claim.ClaimFeature;
import io.berth.lifecycle.claim.WorkWorld;
import io.berth.lifecycle.claim.WorkWorld.Words;
import io.berth.lifecycle.settings.BerthSettings;
import io.berth.lifecycle.task.NewTask;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Two servers over one database, with agents, and those who disturb them; for one test. */
final class Crowd implements AutoCloseable {
  /** What somebody does until all is over. */
  interface Doing {
    void once() throws Exception;
  }

  /** What an agent does. */
  interface Life {
    void of(Caller caller) throws Exception;
  }

  /** Milliseconds between kills, up to twice as many. */
  private static final int KILLS = Integer.getInteger("claims.kills", 150);

  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(10);

  final BerthSettings.Database settings;
  final WorkWorld one;
  final WorkWorld two;
  final ConcurrentLinkedQueue<Told> told = new ConcurrentLinkedQueue<>();
  final ConcurrentLinkedQueue<KmException> refusals = new ConcurrentLinkedQueue<>();
  final AtomicInteger killed = new AtomicInteger();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicBoolean over = new AtomicBoolean();
  private final List<Future<?>> disturbers = new ArrayList<>();

  Crowd(BerthSettings.Database settings) throws KmException {
    this.settings = settings;
    one = new WorkWorld(settings);
    two = new WorkWorld(settings);
    one.project("alpha");
  }

  /** Tasks, each of which touches two of so many files. */
  void tasks(int count, int files) throws KmException {
    List<NewTask> batch = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Words words = Words.of("task " + i).attempts(1_000);
      if (files > 0) {
        words = words.files("f" + i % files, "f" + i * 7 % files);
      }
      batch.add(words.task());
      if (batch.size() == 250 || i == count - 1) {
        one.work.tasks().create(WorkWorld.ALPHA, batch, Optional.empty(), "test");
        batch.clear();
      }
    }
  }

  /** Registers {@code prefix0} and so on. */
  void agents(String prefix, int count) throws KmException {
    one.sql(
        "INSERT INTO agent (id, name, role, skills, capacity, registered_at, updated_at, seen_at)"
            + " SELECT ? || n, 'n', 'worker', '{}', 1, now(), now(), now()"
            + " FROM generate_series(0, ?) AS n",
        prefix,
        count - 1);
  }

  Future<?> agent(String id, Supplier<ClaimFeature> server, Life life) {
    Caller caller = new Caller(new AgentId(id), server, told::add, refusals::add);
    return threads.submit(
        () -> {
          life.of(caller);
          return null;
        });
  }

  /** Goes on until {@link #settle}. */
  void meanwhile(Doing doing) {
    disturbers.add(
        threads.submit(
            () -> {
              while (!over.get()) {
                doing.once();
                LockSupport.parkNanos(PAUSE);
              }
              return null;
            }));
  }

  /** Terminates two connections of the servers, whatever they do, every few milliseconds. */
  void terminateConnections(long seed) {
    Random chance = new Random(seed);
    meanwhile(
        () -> {
          String password = Files.readString(settings.passwordFile().orElseThrow());
          try (Connection connection =
              DriverManager.getConnection(settings.url(), settings.user(), password)) {
            while (!over.get()) {
              terminate(connection);
              LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(KILLS + chance.nextInt(KILLS)));
            }
          }
        });
  }

  private void terminate(Connection connection) throws Exception {
    try (var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "SELECT pg_terminate_backend(pid) FROM (SELECT pid FROM pg_stat_activity"
                    + " WHERE datname = current_database() AND application_name = 'berth'"
                    + " AND state <> 'idle' ORDER BY random() LIMIT 2) AS victims")) {
      while (rows.next()) {
        if (rows.getBoolean(1)) {
          killed.incrementAndGet();
        }
      }
    }
  }

  /** Ends leases from both servers. */
  void watch() {
    for (WorkWorld server : List.of(one, two)) {
      meanwhile(() -> despiteOutages(() -> server.work.watch().look()));
    }
  }

  /** Lets the lease of this claim be over, as if its agent had been silent. */
  void overdue(Assignment mine) throws KmException {
    one.sql(
        "UPDATE task_claim SET lease_until = clock_timestamp() - interval '1 second'"
            + " WHERE task = ? AND attempt = ?",
        mine.task().id().toString(),
        mine.attempt());
  }

  /** The same for all that these agents hold. */
  void overdue(String agents) throws KmException {
    one.sql(
        "UPDATE task_claim SET lease_until = clock_timestamp() - interval '1 second'"
            + " WHERE agent LIKE ?",
        agents);
  }

  long count(String query) throws KmException {
    return one.database.transact(t -> t.createQuery(query).mapTo(Long.class).one());
  }

  /** Does it, or leaves it when the database is away at this moment. */
  static void despiteOutages(Doing doing) throws Exception {
    try {
      doing.once();
    } catch (KmException e) {
      if (e.problem() != Problem.UNAVAILABLE) {
        throw e;
      }
    }
  }

  /** Waits for these agents, ends what went on meanwhile, and proves all of it. */
  int settle(List<Future<?>> agents) throws Exception {
    for (Future<?> agent : agents) {
      agent.get(3, TimeUnit.MINUTES);
    }
    over.set(true);
    for (Future<?> disturber : disturbers) {
      disturber.get(1, TimeUnit.MINUTES);
    }
    return ClaimCheck.prove(one.database, List.copyOf(told));
  }

  @Override
  public void close() {
    over.set(true);
    threads.shutdownNow();
    one.close();
    two.close();
  }
}
