package io.berth.gateway.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.connector.api.ProcessSnapshot;
import io.berth.connector.api.ProcessState;
import io.berth.connector.api.ProjectId;
import io.berth.gateway.problem.ProblemException;
import io.berth.gateway.security.Caller;
import io.berth.gateway.security.Grants;
import io.berth.gateway.security.Role;
import io.berth.lifecycle.process.ProcessView;
import io.berth.lifecycle.process.ProjectLifecycle;
import io.berth.lifecycle.project.Project;
import io.berth.lifecycle.project.ProjectRegistry;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ProjectPagesTest {
  private static final Caller ADMIN =
      new Caller("root", Set.of(Role.ADMIN), Grants.EVERYTHING, Instant.MAX);

  private final TreeMap<ProjectId, Project> projects = new TreeMap<>();
  private final ProjectPages pages = new ProjectPages(registry(), lifecycle());

  @Test
  void pagesFollowEachOtherWithoutGapOrRepetition() throws Exception {
    add(450);
    List<String> seen = new ArrayList<>();
    String cursor = "";
    do {
      ProjectPages.Page page = pages.page(ADMIN, ProjectQuery.of(null, null, "100", cursor));
      page.rows().forEach(row -> seen.add(row.project().id().value()));
      cursor = page.next().map(ProjectId::value).orElse("");
    } while (!cursor.isEmpty());
    assertThat(seen).hasSize(450).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void aStateIsFoundWhereverItIs() throws Exception {
    add(450);
    ProjectPages.Page page = pages.page(ADMIN, ProjectQuery.of("ready", null, null, null));
    assertThat(page.rows()).hasSize(5).allMatch(row -> row.state() == ProcessState.READY);
    assertThat(page.next()).isEmpty();
  }

  @Test
  void anAgentSeesOnlyWhatItIsGranted() throws Exception {
    add(450);
    Caller agent = new Caller("bot", Set.of(Role.AGENT), Grants.of(List.of("p0007")), Instant.MAX);
    ProjectPages.Page page = pages.page(agent, ProjectQuery.of(null, null, null, null));
    assertThat(page.rows()).extracting(r -> r.project().id().value()).containsExactly("p0007");
    assertThat(page.next()).isEmpty();
  }

  @Test
  void whatCannotBeAskedForIsRefusedByName() {
    refused("'state' must be one of", "asleep", null, null);
    refused("'limit' must be", null, "0", null);
    refused("'limit' must be", null, "many", null);
    refused("'cursor' must be", null, null, "../etc");
  }

  private static void refused(String why, String state, String limit, String cursor) {
    assertThatThrownBy(() -> ProjectQuery.of(state, null, limit, cursor))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(why);
  }

  private void add(int count) {
    for (int i = 0; i < count; i++) {
      ProjectId id = new ProjectId(String.format("p%04d", i));
      projects.put(id, new Project(id, id.value(), "built-in", Map.of(), Instant.EPOCH));
    }
  }

  private ProjectRegistry registry() {
    return only(
        ProjectRegistry.class,
        "list",
        arguments -> {
          Optional<?> after = (Optional<?>) arguments[1];
          return projects.values().stream()
              .filter(p -> after.isEmpty() || p.id().compareTo((ProjectId) after.get()) > 0)
              .limit((int) arguments[2])
              .toList();
        });
  }

  /** Every hundredth project is READY. */
  private static ProjectLifecycle lifecycle() {
    return only(
        ProjectLifecycle.class,
        "process",
        arguments -> {
          ProjectId id = (ProjectId) arguments[0];
          ProcessSnapshot slot = ProcessSnapshot.absent(id);
          return new ProcessView(
              id.value().endsWith("00") ? ready(slot) : slot,
              "node-1",
              Optional.empty(),
              0,
              0,
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty());
        });
  }

  private static ProcessSnapshot ready(ProcessSnapshot slot) {
    return new ProcessSnapshot(
        slot.project(),
        ProcessState.READY,
        1,
        "built-in",
        slot.port(),
        slot.pid(),
        slot.startedAt(),
        slot.readyAt(),
        slot.lastActivityAt(),
        0,
        0,
        0,
        slot.startTook(),
        false,
        0,
        slot.retryAt(),
        0,
        slot.lastExit(),
        slot.startSource(),
        slot.runtimeVersion());
  }

  private interface Answer {
    Object to(Object[] arguments);
  }

  /** An interface of which one method is answered; any other is a mistake of the test. */
  private static <T> T only(Class<T> type, String method, Answer answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, called, arguments) -> {
              if (called.getName().equals(method)) {
                return answer.to(arguments);
              }
              throw new UnsupportedOperationException(called.getName());
            }));
  }
}
