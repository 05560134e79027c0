package io.berth.lifecycle.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.claim.WorkWorld;
import io.berth.lifecycle.secret.HashCost;
import io.berth.lifecycle.secret.HashingRoom;
import io.berth.lifecycle.testing.TestPostgres;
import io.berth.lifecycle.testing.WithPostgres;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithPostgres.class)
class AgentsIT {
  private static final AgentId ANN = new AgentId("ann");
  private WorkWorld world;

  @BeforeEach
  void open(TestPostgres postgres) throws KmException {
    world = WorkWorld.fresh(postgres).project("alpha").project("beta");
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void registeringAgainKeepsCountsTasksAndHistory() throws KmException {
    assertThat(register("Ann", "alpha", OptionalInt.of(3), "Java", "sql", "java").isNew()).isTrue();
    world.task(WorkWorld.Words.of("a"));
    world.claim(ANN);
    world.sql("UPDATE agent SET completed = 7");
    Agents.Registered same = register("Ann", "alpha", OptionalInt.of(3), "sql", "java");
    assertThat(same.isNew()).isFalse();
    assertThat(world.work.agents().history(ANN, 10)).hasSize(1);
    Agents.Registered other = register("Anna", null, OptionalInt.empty(), "go");
    assertThat(other.agent().name()).isEqualTo("Anna");
    assertThat(other.agent().skills()).containsExactly("go");
    assertThat(other.agent().completed()).isEqualTo(7);
    assertThat(other.agent().capacity()).as("who says nothing of it keeps it").isEqualTo(3);
    assertThat(other.agent().project()).contains(new ProjectId("alpha"));
    assertThat(other.agent().registrations()).isEqualTo(3);
    assertThat(world.work.agents().status(ANN).held()).hasSize(1);
    assertThat(world.work.agents().history(ANN, 10))
        .extracting(change -> change.said().name())
        .containsExactly("Anna", "Ann");
    assertThat(world.work.agents().history(ANN, 10).get(1).said().skills())
        .containsExactly("java", "sql");
  }

  @Test
  void withoutCapacityItIsOne() throws KmException {
    assertThat(register("Ann", null, OptionalInt.empty()).agent().capacity()).isOne();
  }

  @Test
  void aListShowsOnlyWhatIsAskedFor() throws KmException {
    register("Ann", "alpha", OptionalInt.empty());
    world.agent("bob", 1);
    world.agent("cid", 1);
    assertThat(ids(Optional.empty(), Optional.empty())).containsExactly("ann", "bob", "cid");
    assertThat(ids(Optional.of(new AgentId("ann")), Optional.empty()))
        .containsExactly("bob", "cid");
    assertThat(ids(Optional.empty(), Optional.of(List.of(new ProjectId("alpha")))))
        .containsExactly("ann", "cid");
  }

  private List<String> ids(Optional<AgentId> after, Optional<List<ProjectId>> projects)
      throws KmException {
    return world.work.agents().list(after, projects, Optional.of(new AgentId("cid")), 10).stream()
        .map(status -> status.agent().id().value())
        .toList();
  }

  @Test
  void badRegistrationsAreRefusedAndChangeNothing() throws KmException {
    register("Ann", null, OptionalInt.empty());
    String before = world.everything();
    assertThat(problem("", null, OptionalInt.empty())).isEqualTo(Problem.INVALID);
    assertThat(problem("a\nb", null, OptionalInt.empty())).isEqualTo(Problem.INVALID);
    assertThat(problem("Ann", null, OptionalInt.of(0))).isEqualTo(Problem.INVALID);
    assertThat(problem("Ann", null, OptionalInt.of(101))).isEqualTo(Problem.INVALID);
    assertThat(problem("Ann", null, OptionalInt.empty(), "")).isEqualTo(Problem.INVALID);
    assertThat(problem("Ann", null, OptionalInt.empty(), "a\0")).isEqualTo(Problem.INVALID);
    assertThat(problem("Ann", "gamma", OptionalInt.empty())).isEqualTo(Problem.NO_SUCH_PROJECT);
    assertThat(world.everything()).isEqualTo(before);
    for (String id : List.of("", "a b", "-a", "a/b", "ä", "x".repeat(65))) {
      assertThat(AgentId.isValid(id)).as(id).isFalse();
    }
    assertThat(
            catchThrowableOfType(
                    KmException.class, () -> world.work.agents().status(new AgentId("zed")))
                .problem())
        .isEqualTo(Problem.NO_SUCH_AGENT);
  }

  @Test
  void onlyTheLastSecretIsGoodAndOnlyItsHashIsKept() throws KmException {
    register("Ann", null, OptionalInt.empty());
    world.agent("bob", 1);
    AgentCredentials credentials = world.work.credentials();
    String first = credentials.renew(ANN, List.of("alpha"), "admin");
    assertThat(first).hasSizeGreaterThanOrEqualTo(40);
    assertThat(credentials.check(ANN, first)).contains(List.of("alpha"));
    String second = credentials.renew(ANN, List.of("alpha", "beta"), "admin");
    assertThat(credentials.check(ANN, first)).isEmpty();
    assertThat(credentials.check(ANN, second)).contains(List.of("alpha", "beta"));
    assertThat(credentials.check(new AgentId("bob"), second)).isEmpty();
    assertThat(credentials.check(new AgentId("zed"), second)).isEmpty();
    assertThat(credentials.check(ANN, "")).isEmpty();
    assertThat(credentials.check(ANN, "x".repeat(10_000))).isEmpty();
    String stored =
        world.database.transact(
            t ->
                t.createQuery("SELECT string_agg(CAST(c AS text), '') FROM agent_credential c")
                    .mapTo(String.class)
                    .one());
    assertThat(stored).doesNotContain(second);
    credentials.revoke(ANN, "admin");
    assertThat(credentials.check(ANN, second)).isEmpty();
    assertThat(
            catchThrowableOfType(
                    KmException.class,
                    () -> credentials.renew(new AgentId("zed"), List.of("*"), "admin"))
                .problem())
        .isEqualTo(Problem.NO_SUCH_AGENT);
  }

  @Test
  void aHashOfAnOlderWayIsGoodOnceMoreAndThenReplaced() throws KmException {
    register("Ann", null, OptionalInt.empty());
    AgentCredentials credentials = world.work.credentials();
    String secret = credentials.renew(ANN, List.of("alpha"), "admin");
    assertThat(kept()).startsWith("$argon2id$v=19$m=64,t=1,p=1$");
    world.sql(
        "UPDATE agent_credential SET argon2 = NULL, hash = sha256(convert_to(?, 'UTF8'))", secret);
    assertThat(credentials.check(ANN, "wrong")).isEmpty();
    assertThat(kept()).as("only its secret replaces it").isNull();
    assertThat(credentials.check(ANN, secret)).contains(List.of("alpha"));
    assertThat(kept()).startsWith("$argon2id$");
    assertThat(credentials.check(ANN, secret)).contains(List.of("alpha"));
    AgentCredentials dearer =
        new StoredCredentials(
            world.database, null, Instant::now, new HashingRoom(new HashCost(128, 2)));
    assertThat(dearer.check(ANN, "wrong")).isEmpty();
    assertThat(kept()).contains("m=64,t=1");
    assertThat(dearer.check(ANN, secret)).contains(List.of("alpha"));
    assertThat(kept()).contains("m=128,t=2");
    assertThat(credentials.check(ANN, secret)).contains(List.of("alpha"));
  }

  private String kept() throws KmException {
    return world.database.transact(
        t ->
            t.createQuery("SELECT argon2 FROM agent_credential WHERE agent = 'ann'")
                .mapTo(String.class)
                .one());
  }

  private Problem problem(String name, String project, OptionalInt capacity, String... skills) {
    KmException refused =
        catchThrowableOfType(KmException.class, () -> register(name, project, capacity, skills));
    return refused == null ? null : refused.problem();
  }

  private Agents.Registered register(
      String name, String project, OptionalInt capacity, String... skills) throws KmException {
    return world
        .work
        .agents()
        .register(
            new NewAgent(
                ANN,
                name,
                "developer",
                List.of(skills),
                Optional.ofNullable(project).map(ProjectId::new),
                capacity),
            "test");
  }
}
