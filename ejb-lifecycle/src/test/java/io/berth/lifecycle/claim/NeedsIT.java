package io.berth.lifecycle.claim;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.connector.api.KmException;
import io.berth.lifecycle.agent.AgentId;
import io.berth.lifecycle.claim.WorkWorld.Words;
import io.berth.lifecycle.task.NewTask;
import io.berth.lifecycle.task.Priority;
import io.berth.lifecycle.testing.TestPostgres;
import io.berth.lifecycle.testing.WithPostgres;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What fits an agent is found without reading what does not, and none of it is overlooked. */
@ExtendWith(WithPostgres.class)
class NeedsIT {
  private static final List<String> SKILLS =
      List.of("a", "b", "c++", "node.js", "ops team", "x_1", "x-1", "z", "ä", "ß");
  private static final int LONG = 10_000;

  /** A claim that reads that board looks at 1,300 pages. */
  private static final int MOST_PAGES = 650;

  private static final int FEW_PAGES = 200;

  private WorkWorld world;

  @BeforeEach
  void open(TestPostgres postgres) throws KmException {
    world = WorkWorld.fresh(postgres).project("alpha").project("beta");
  }

  @AfterEach
  void close() {
    world.close();
  }

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 5);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void noTaskThatFitsIsOverlooked(long seed) throws KmException {
    Random chance = new Random(seed);
    for (int i = 0; i < 80; i++) {
      Words words =
          Words.of("t" + i)
              .priority(Priority.values()[chance.nextInt(4)])
              .required(some(chance))
              .in(chance.nextBoolean() ? "alpha" : "beta");
      world.task(chance.nextInt(4) == 0 ? words.files("f" + chance.nextInt(3)) : words);
    }
    world.sql(
        "UPDATE task SET reserved_for = 'eve', reserved_until = now() + interval '1 hour'"
            + " WHERE number % 7 = 0");
    world.sql(
        "UPDATE task SET declined_by = 'ann-1', declined_until = now() + interval '1 hour'"
            + " WHERE number % 5 = 0");
    for (int i = 0; i < 8; i++) {
      String[] skills = some(chance);
      for (String project : List.of("alpha", "beta")) {
        for (int priority = 0; priority < 4; priority++) {
          assertThat(byLeaps(project, priority, skills))
              .as("seed %d, %s %d of %s", seed, project, priority, List.of(skills))
              .isEqualTo(byReading(project, priority, skills));
        }
      }
      AgentId agent = world.agent("ann-" + i, 100, skills);
      boolean some = mayBeGiven(agent, skills) > 0;
      int given = 0;
      while (world.request(agent) instanceof Offer.Work) {
        given++;
      }
      assertThat(given > 0).as("seed %d, %s", seed, List.of(skills)).isEqualTo(some);
      assertThat(mayBeGiven(agent, skills)).as("seed %d, %s", seed, List.of(skills)).isZero();
    }
  }

  private static String[] some(Random chance) {
    TreeSet<String> some = new TreeSet<>();
    for (int i = chance.nextInt(9); i > 0; i--) {
      some.add(SKILLS.get(chance.nextInt(SKILLS.size())));
    }
    return some.toArray(String[]::new);
  }

  private List<String> byLeaps(String project, int priority, String... skills) throws KmException {
    return ids(
        Needs.fitting(
            new Needs.Of(":project", ":priority", "CAST(:skills AS text[])"), "found.id", "true"),
        project,
        priority,
        skills);
  }

  private List<String> byReading(String project, int priority, String... skills)
      throws KmException {
    return ids(
        "SELECT id FROM task WHERE project = :project AND priority = :priority AND state = 'TODO'"
            + " AND open_dependencies = 0 AND required_skills <@ CAST(:skills AS text[])",
        project,
        priority,
        skills);
  }

  private List<String> ids(String query, String project, int priority, String... skills)
      throws KmException {
    return world.database.transact(
        t ->
            t
                .createQuery(query)
                .bind("project", project)
                .bind("priority", priority)
                .bindArray("skills", String.class, (Object[]) skills)
                .mapTo(String.class)
                .list()
                .stream()
                .sorted()
                .toList());
  }

  /** By reading them all. */
  private int mayBeGiven(AgentId agent, String... skills) throws KmException {
    return world.database.transact(
        t ->
            t.createQuery(
                    """
                    SELECT count(*) FROM task t WHERE t.state = 'TODO' AND t.open_dependencies = 0
                      AND t.required_skills <@ CAST(:skills AS text[])
                      AND (t.reserved_for IS NULL OR t.reserved_for = :agent)
                      AND (t.declined_by IS DISTINCT FROM :agent)
                      AND NOT EXISTS (SELECT 1 FROM task_file f
                        WHERE f.project = t.project AND f.path = ANY (t.files))
                    """)
                .bind("agent", agent.value())
                .bindArray("skills", String.class, (Object[]) skills)
                .mapTo(Integer.class)
                .one());
  }

  @Test
  void whoFitsNothingDoesNotReadALongBoardAndWhoFitsReadsTheBeginningOfIt() throws KmException {
    List<NewTask> batch = new ArrayList<>();
    for (Priority priority : Priority.values()) {
      batch.addAll(many(priority, "rust"));
      batch.addAll(many(priority, "go", "java"));
      batch.addAll(many(priority, "ops", "sql", "web"));
      batch.addAll(many(priority, "java", "k8s"));
      batch.addAll(many(priority, "zig"));
    }
    for (int made = 0; made < LONG; made += batch.size()) {
      world.work.tasks().create(WorkWorld.ALPHA, batch, Optional.empty(), "test");
    }
    world.sql("ANALYZE task");
    assertThat(pages(world.agent("ann", 1, "java", "sql", "web"))).isLessThan(FEW_PAGES);
    assertThat(pages(world.agent("bob", 1))).isLessThan(FEW_PAGES);
    assertThat(pages(world.agent("cid", 1, "rust", "zig"))).isLessThan(MOST_PAGES);
  }

  private static List<NewTask> many(Priority priority, String... required) {
    return Collections.nCopies(25, Words.of("t").priority(priority).required(required).task());
  }

  /** How many pages a claim looks at. */
  private long pages(AgentId agent) throws KmException {
    List<String> plan = ClaimPlan.of(world.database, agent);
    String all = plan.stream().filter(line -> line.contains("Buffers:")).findFirst().orElseThrow();
    List<Long> counted =
        Pattern.compile("(?:hit|read)=(\\d+)")
            .matcher(all)
            .results()
            .map(found -> Long.parseLong(found.group(1)))
            .toList();
    assertThat(counted).as(all).isNotEmpty();
    return counted.stream().mapToLong(Long::longValue).sum();
  }
}
