package io.berth.gateway.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.berth.connector.api.KmException;
import io.berth.connector.api.ProjectId;
import io.berth.gateway.problem.Failures;
import io.berth.gateway.problem.ProblemDetail;
import io.berth.gateway.problem.ProblemException;
import io.berth.gateway.security.Caller;
import io.berth.gateway.security.Grants;
import io.berth.gateway.security.Role;
import io.berth.lifecycle.claim.Offer;
import io.berth.lifecycle.claim.Reason;
import io.berth.lifecycle.claim.Wish;
import io.berth.lifecycle.project.NewProject;
import io.berth.lifecycle.project.Project;
import io.berth.lifecycle.project.ProjectPatch;
import io.berth.lifecycle.project.ProjectRegistry;
import jakarta.json.Json;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The order of checks of a request for a task: nothing is counted or asked that is refused. */
class AgentDeskTest {
  private static final Caller ANN =
      new Caller("ann", Set.of(Role.AGENT), Grants.of(List.of("alpha", "gone")), Instant.MAX);

  private final List<String> rated = new ArrayList<>();
  private final List<Wish> wishes = new ArrayList<>();
  private final List<Duration> waits = new ArrayList<>();
  private boolean early;

  private final AgentDesk desk =
      new AgentDesk(
          null,
          (wish, wait) -> {
            wishes.add(wish);
            waits.add(wait);
            return CompletableFuture.completedFuture(
                new Offer.Nothing(
                    Reason.NO_TASKS, Duration.ofSeconds(30), Map.of(), List.of(), List.of()));
          },
          null,
          null,
          new OnlyAlpha(),
          agent -> {
            rated.add(agent.value());
            if (early) {
              throw new ProblemException(ProblemDetail.of("rate-limited", 429, "too early"));
            }
          });

  @Test
  void whatIsRefusedIsNeitherCountedNorAsked() {
    assertThat(status("{\"agent_id\":\"ann\",\"wait\":\"PT2M\"}")).isEqualTo(400);
    assertThat(status("{\"agent_id\":\"ann\",\"wait\":\"-PT1S\"}")).isEqualTo(400);
    assertThat(status("{\"agent\":\"ann\"}")).isEqualTo(400);
    assertThat(status("{\"agent_id\":\"bob\"}")).isEqualTo(403);
    assertThat(status("{\"agent_id\":\"ann\",\"project_id\":\"beta\"}")).isEqualTo(403);
    assertThat(status("{\"agent_id\":\"ann\",\"project_id\":\"gone\"}")).isEqualTo(404);
    assertThat(rated).isEmpty();
    early = true;
    assertThat(status("{\"agent_id\":\"ann\"}")).isEqualTo(429);
    assertThat(wishes).isEmpty();
  }

  @Test
  void aWishHasTheGrantsOfItsCallerAndTheWaitThatWasAskedFor() {
    assertThat(status("{\"agent_id\":\"ann\",\"project_id\":\"alpha\",\"wait\":\"PT55S\"}"))
        .isZero();
    Wish wish = wishes.get(0);
    assertThat(wish.agent().value()).isEqualTo("ann");
    assertThat(wish.only()).contains(new ProjectId("alpha"));
    assertThat(wish.projects().orElseThrow())
        .containsExactly(new ProjectId("alpha"), new ProjectId("gone"));
    assertThat(waits).containsExactly(AgentDesk.LONGEST_WAIT);
    assertThat(rated).containsExactly("ann");
  }

  private int status(String body) {
    Throwable thrown =
        catchThrowable(
            () -> {
              try (JsonReader reader = Json.createReader(new StringReader(body))) {
                desk.request(ANN, reader.readObject());
              }
            });
    return thrown == null
        ? 0
        : Failures.answer(thrown, Optional.empty()).map(ProblemDetail::status).orElse(500);
  }

  /** A registry that knows one project. */
  private static final class OnlyAlpha implements ProjectRegistry {
    @Override
    public Optional<Project> find(ProjectId id) {
      return id.value().equals("alpha")
          ? Optional.of(new Project(id, "Alpha", "built-in", Map.of(), Instant.EPOCH))
          : Optional.empty();
    }

    @Override
    public Created create(NewProject project, String actor) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<Project> list(Optional<String> text, Optional<ProjectId> after, int limit) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long count() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Project patch(ProjectId id, ProjectPatch patch, String actor) throws KmException {
      throw new UnsupportedOperationException();
    }

    @Override
    public void remove(ProjectId id, boolean deleteData, String actor) {
      throw new UnsupportedOperationException();
    }
  }
}
