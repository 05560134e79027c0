package io.berth.lifecycle.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.berth.connector.api.KmException;
import io.berth.connector.api.KmRuntime;
import io.berth.connector.api.Problem;
import io.berth.connector.api.ProjectId;
import io.berth.connector.api.Transport;
import io.berth.lifecycle.event.LifecycleEvent;
import io.berth.lifecycle.testing.Snapshots;
import io.berth.lifecycle.testing.TestNode;
import io.berth.lifecycle.testing.TestPostgres;
import io.berth.lifecycle.testing.WithPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(WithPostgres.class)
class StoredProjectsIT {
  private static final ProjectId ALPHA = new ProjectId("alpha");

  @TempDir Path data;
  private TestNode test;
  private ProjectRegistry projects;

  @BeforeEach
  void boot(TestPostgres postgres) {
    test = new TestNode(postgres.newDatabase(), data).booted();
    projects = test.node.projects();
  }

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void whatWasCreatedIsFoundAndAuditedWithItsActor() throws KmException {
    assertThat(projects.find(ALPHA)).isEmpty();
    ProjectRegistry.Created created =
        projects.create(project("alpha", Map.of("idleTimeout", "PT5M")), "ann");
    assertThat(created.isNew()).isTrue();
    assertThat(projects.find(ALPHA)).contains(created.project());
    assertThat(projects.count()).isEqualTo(1);
    LifecycleEvent event = last();
    assertThat(event.kind()).isEqualTo("project.created");
    assertThat(event.actor()).isEqualTo("ann");
    assertThat(event.details()).containsEntry("idleTimeout", "PT5M");
  }

  @Test
  void theSameAgainIsNoChangeAndOtherContentIsAConflict() throws KmException {
    projects.create(project("alpha", Map.of()), "ann");
    assertThat(projects.create(project("alpha", Map.of()), "bob").isNew()).isFalse();
    assertThat(last().actor()).isEqualTo("ann");
    assertProblem(
        Problem.CONFLICT, () -> projects.create(project("alpha", Map.of("poolMax", "3")), "bob"));
  }

  @Test
  void badInputChangesNothing() throws KmException {
    assertProblem(
        Problem.INVALID,
        () -> projects.create(project("alpha", Map.of("idleTimeuot", "PT1M")), "ann"));
    assertProblem(
        Problem.NO_SUCH_RUNTIME,
        () ->
            projects.create(
                new NewProject(ALPHA, Optional.empty(), Optional.of("none"), Map.of()), "ann"));
    assertProblem(
        Problem.NO_SUCH_PROJECT,
        () ->
            projects.patch(
                ALPHA, new ProjectPatch(Optional.empty(), Optional.empty(), Map.of()), "a"));
    assertThat(projects.count()).isZero();
    assertThat(last().kind()).isEqualTo("node.started");
  }

  @Test
  void listsInOrderOfIdsWithCursorAndText() throws KmException {
    for (String id : List.of("b", "a-1", "a", "c", "a1")) {
      projects.create(project(id, Map.of()), "ann");
    }
    assertThat(ids(projects.list(Optional.empty(), Optional.empty(), 3)))
        .containsExactly("a", "a-1", "a1");
    assertThat(ids(projects.list(Optional.empty(), Optional.of(new ProjectId("a1")), 3)))
        .containsExactly("b", "c");
    assertThat(ids(projects.list(Optional.of("A"), Optional.empty(), 10)))
        .containsExactly("a", "a-1", "a1");
  }

  @Test
  void aPatchChangesWhatItNamesAndPutsEmptySettingsBack() throws KmException {
    projects.create(project("alpha", Map.of("idleTimeout", "PT5M", "poolMax", "3")), "ann");
    Project patched =
        projects.patch(
            ALPHA,
            new ProjectPatch(
                Optional.of("The first"),
                Optional.empty(),
                Map.of("poolMax", Optional.empty(), "idleGrace", Optional.of("PT1S"))),
            "bob");
    assertThat(patched.settings()).isEqualTo(Map.of("idleTimeout", "PT5M", "idleGrace", "PT1S"));
    assertThat(projects.find(ALPHA)).contains(patched);
    assertThat(patched.name()).isEqualTo("The first");
  }

  @Test
  void aRuntimeInUseCannotBeRemovedAndTheBuiltInOneNeverChanges() throws KmException {
    assertThat(test.node.runtimes().save(runtime("node"), "ann")).isTrue();
    assertThat(test.node.runtimes().save(runtime("node"), "ann")).isFalse();
    assertThat(test.node.runtimes().find("node")).contains(runtime("node").at(1));
    assertThat(test.node.runtimes().list())
        .hasSize(2)
        .first()
        .extracting(KmRuntime::name)
        .isEqualTo(KmRuntime.BUILT_IN);
    projects.create(new NewProject(ALPHA, Optional.empty(), Optional.of("node"), Map.of()), "ann");
    assertProblem(Problem.CONFLICT, () -> test.node.runtimes().remove("node", "ann"));
    assertProblem(Problem.CONFLICT, () -> test.node.runtimes().remove("built-in", "ann"));
    assertProblem(Problem.NO_SUCH_RUNTIME, () -> test.node.runtimes().remove("other", "ann"));
    projects.remove(ALPHA, false, "ann");
    test.node.runtimes().remove("node", "ann");
    assertThat(test.node.runtimes().find("node")).isEmpty();
  }

  @Test
  void removalStopsTheProcessAndDeletesDataOnlyWhenAsked() throws Exception {
    for (String id : List.of("alpha", "beta")) {
      projects.create(project(id, Map.of()), "ann");
      Files.createDirectories(data.resolve("projects").resolve(id).resolve("run"));
      Files.writeString(data.resolve("projects").resolve(id).resolve("km.db"), "x");
    }
    test.km.processes.slots.put(ALPHA, Snapshots.ready(ALPHA).build());
    projects.remove(ALPHA, true, "ann");
    projects.remove(new ProjectId("beta"), false, "ann");
    assertThat(test.km.processes.calls).contains("stop alpha removed", "forget alpha");
    assertThat(data.resolve("projects/alpha")).doesNotExist();
    assertThat(data.resolve("projects/beta/km.db")).exists();
    assertThat(projects.find(ALPHA)).isEmpty();
    assertProblem(Problem.NO_SUCH_PROJECT, () -> projects.remove(ALPHA, true, "ann"));
  }

  @Test
  void aRemovalThatACrashInterruptedIsHiddenAndFinishedByTheNextBoot() throws KmException {
    projects.create(project("alpha", Map.of()), "ann");
    test.node.database().transact(t -> t.execute("UPDATE project SET removing = 'keep'"));
    assertThat(projects.find(ALPHA)).isEmpty();
    assertProblem(Problem.CONFLICT, () -> projects.create(project("alpha", Map.of()), "bob"));
    test.node.removal().finishInterrupted();
    assertThat(projects.create(project("alpha", Map.of()), "bob").isNew()).isTrue();
  }

  private LifecycleEvent last() throws KmException {
    return test.node.events().last(Optional.empty(), 1).get(0);
  }

  private static NewProject project(String id, Map<String, String> settings) {
    return new NewProject(new ProjectId(id), Optional.empty(), Optional.empty(), settings);
  }

  private static List<String> ids(List<Project> projects) {
    return projects.stream().map(project -> project.id().value()).toList();
  }

  private static KmRuntime runtime(String name) {
    return new KmRuntime(
        name,
        Transport.HTTP,
        List.of("node", "server.js", "--port=${port}"),
        Map.of("HOME", "${data}"),
        "/health",
        "/mcp",
        OptionalLong.of(64 << 20),
        5,
        Set.of("search"),
        false,
        true);
  }

  private static void assertProblem(Problem problem, ThrowingCallable call) {
    assertThat(catchThrowableOfType(KmException.class, call).problem()).isEqualTo(problem);
  }
}
