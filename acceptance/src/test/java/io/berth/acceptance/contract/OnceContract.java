package io.berth.acceptance.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.acceptance.Api;
import io.berth.acceptance.Api.Reply;
import io.berth.acceptance.Fixtures;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A request of the management API that is sent again under its key. */
public abstract class OnceContract {
  private final Api admin = Api.admin();

  @Test
  void theSameAgainIsAnsweredAndNotDone() {
    String project = Fixtures.project("once", Map.of());
    Map<String, String> wish = Map.of("projectId", project, "name", "only one");
    Reply first = post(wish, project);
    assertThat(first.status()).as(first.toString()).isEqualTo(201);
    Reply again = post(wish, project);
    assertThat(again.status()).as(again.toString()).isEqualTo(201);
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(again.header("Location")).isEqualTo(first.header("Location"));
    assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
    assertThat(tasks(project)).isEqualTo(1);
    Reply other = post(Map.of("projectId", project, "name", "another"), project);
    assertThat(other.status()).as(other.toString()).isEqualTo(409);
    assertThat(post(wish, project + "-2").status()).as("another key").isEqualTo(201);
    assertThat(tasks(project)).isEqualTo(2);
  }

  @Test
  void whatWasRefusedMayBeCorrectedUnderTheSameKey() {
    String project = Fixtures.project("once", Map.of());
    assertThat(post(Map.of("projectId", project), project).status()).isEqualTo(400);
    Reply good = post(Map.of("projectId", project, "name", "corrected"), project);
    assertThat(good.status()).as(good.toString()).isEqualTo(201);
    assertThat(post(Map.of("projectId", project, "name", "x"), "no good key").status())
        .isEqualTo(400);
  }

  @Test
  void ofManyAtOnceOneIsDone() {
    String project = Fixtures.project("once", Map.of());
    Map<String, String> wish = Map.of("projectId", project, "name", "only one");
    List<CompletableFuture<Reply>> all =
        IntStream.range(0, 12)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> post(wish, project)))
            .toList();
    Set<Integer> statuses = new HashSet<>();
    all.forEach(each -> statuses.add(each.join().status()));
    assertThat(statuses).contains(201).isSubsetOf(201, 409);
    assertThat(tasks(project)).isEqualTo(1);
  }

  private Reply post(Map<String, String> task, String key) {
    return admin.send(admin.json("/api/v1/tasks", task).header("Idempotency-Key", key));
  }

  private int tasks(String project) {
    return ((List<?>) admin.get("/api/v1/tasks?project_id=" + project).json().get("tasks")).size();
  }
}
