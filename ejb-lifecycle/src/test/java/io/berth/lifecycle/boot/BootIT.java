package io.berth.lifecycle.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.connector.api.ProcessState;
import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.project.NewProject;
import io.berth.lifecycle.settings.BerthSettings;
import io.berth.lifecycle.testing.TestNode;
import io.berth.lifecycle.testing.TestPostgres;
import io.berth.lifecycle.testing.WithPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(WithPostgres.class)
class BootIT {
  private static final ProjectId ALIVE = new ProjectId("alive");
  private static final ProjectId GONE = new ProjectId("gone");

  @TempDir Path data;

  @Test
  void theNextBootAdoptsWhatRunsWithItsGenerationAndPutsTheRestRight(TestPostgres postgres)
      throws Exception {
    BerthSettings.Database database = postgres.emptyDatabase();
    String installation;
    try (TestNode first = new TestNode(database, data).booted()) {
      for (ProjectId id : new ProjectId[] {ALIVE, GONE}) {
        first.node.projects().create(wish(id), "ann");
        first.node.processes().lifecycle().demand(id).toCompletableFuture().get();
      }
      installation = first.km.processes.settings.orElseThrow().installation();
    }
    try (TestNode second = new TestNode(database, data).booted()) {
      assertThat(second.km.processes.settings.orElseThrow().installation()).isEqualTo(installation);
      assertThat(second.km.processes.wishes)
          .extracting(wish -> wish.order().project() + " " + wish.order().generation())
          .containsExactly("alive 1", "gone 1");
      assertThat(placement(second, ALIVE)).isEqualTo("READY 5055");
      assertThat(placement(second, GONE)).isEqualTo("STOPPED -");
      assertThat(second.node.events().last(Optional.of(GONE), 1).get(0).kind())
          .isEqualTo("process.gone");
      assertThat(second.meter.counted).contains("watched");
      assertThat(second.node.overview().now().byState())
          .containsEntry(ProcessState.READY, 1L)
          .containsEntry(ProcessState.STOPPED, 1L);
    }
  }

  @Test
  void withoutADatabaseItSaysWhatToCheckAndTheNextAttemptSucceeds(TestPostgres postgres)
      throws Exception {
    BerthSettings.Database good = postgres.emptyDatabase();
    Path password = data.resolve("password");
    Files.writeString(password, "wrong");
    BerthSettings.Database wrong =
        new BerthSettings.Database(good.url(), good.user(), Optional.of(password));
    try (TestNode test = new TestNode(wrong, data)) {
      assertThat(test.boot.attempt()).isFalse();
      assertThat(test.boot.failure())
          .contains(good.url())
          .contains("password authentication failed")
          .contains("berth.database.url");
      assertThat(
              catchThrowableOfType(KmException.class, () -> test.node.projects().find(ALIVE))
                  .problem())
          .isEqualTo(Problem.UNAVAILABLE);
      assertThat(test.km.processes.settings).isEmpty();
      Files.copy(
          good.passwordFile().orElseThrow(),
          password,
          java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      assertThat(test.boot.attempt()).as(test.boot.failure()).isTrue();
      assertThat(test.boot.attempt()).isTrue();
      assertThat(test.node.events().last(Optional.empty(), 10)).hasSize(1);
    }
  }

  @Test
  void anOutageIsUnavailableSoonAndOverByItself(TestPostgres postgres) throws Exception {
    try (TestNode test = new TestNode(postgres.newDatabase(), data).booted()) {
      test.node.projects().create(wish(ALIVE), "ann");
      test.node.processes().lifecycle().demand(ALIVE).toCompletableFuture().get();
      postgres.kill();
      try {
        KmException failure =
            catchThrowableOfType(
                KmException.class, () -> test.node.projects().create(wish(GONE), "ann"));
        assertThat(failure.problem()).isEqualTo(Problem.UNAVAILABLE);
        assertThat(failure.getMessage()).contains("out of reach");
        assertThat(test.node.processes().lifecycle().demand(ALIVE).toCompletableFuture())
            .isCompleted()
            .isNotCompletedExceptionally();
        assertThat(test.node.database().whyUnavailable()).isPresent();
      } finally {
        postgres.start();
      }
      Awaitility.await().until(() -> test.node.database().whyUnavailable().isEmpty());
      assertThat(test.node.projects().create(wish(GONE), "ann").isNew()).isTrue();
      assertThat(test.node.projects().count()).isEqualTo(2);
    }
  }

  @Test
  void theBuiltInKmsThatAStartMayStillAskForAreKept(TestPostgres postgres) throws Exception {
    BerthSettings.Database database = postgres.newDatabase();
    try (TestNode first = new TestNode(database, data).booted()) {
      for (String content : List.of("aa", "bb", "cc", "dd", "ee")) {
        first.node.runtimes().registerBuiltIn(content, true);
      }
      for (ProjectId id : List.of(ALIVE, GONE)) {
        first.node.projects().create(wish(id), "ann");
      }
      first
          .node
          .database()
          .transact(
              t ->
                  t.execute("UPDATE project SET runtime_version = 1 WHERE id = ?", ALIVE.value())
                      + t.execute(
                          "UPDATE project SET held_version = 2 WHERE id = ?", GONE.value()));
    }
    try (TestNode second = new TestNode(database, data).booted()) {
      assertThat(second.km.processes.keptBuiltIn)
          .as("pinned, held, the one before, the current one")
          .containsExactlyInAnyOrder("aa", "bb", "dd", "ee");
    }
  }

  private static NewProject wish(ProjectId id) {
    return new NewProject(id, Optional.empty(), Optional.empty(), Map.of());
  }

  private static String placement(TestNode test, ProjectId id) throws KmException {
    return test.node
        .database()
        .transact(
            t ->
                t.createQuery(
                        "SELECT concat(state, ' ', coalesce(CAST(port AS text), '-')) FROM placement"
                            + " WHERE project = :id")
                    .bind("id", id.value())
                    .mapTo(String.class)
                    .one());
  }
}
