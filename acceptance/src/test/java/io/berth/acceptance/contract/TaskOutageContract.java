package io.berth.acceptance.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.acceptance.Api;
import io.berth.acceptance.Api.Reply;
import io.berth.acceptance.BerthUnderTest;
import io.berth.acceptance.Fixtures;
import io.berth.acceptance.LocalBerth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Agents at work over REST while PostgreSQL is killed and comes back. */
public abstract class TaskOutageContract {
  private static final int TASKS = 60;
  private static final int AGENTS = 4;

  private final Api admin = Api.admin();
  private final LocalBerth berth = (LocalBerth) BerthUnderTest.current();
  private final ConcurrentLinkedQueue<Reply> refusals = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<String> completed = new ConcurrentLinkedQueue<>();
  private final AtomicInteger requests = new AtomicInteger();

  @Test
  void agentsAreToldToTryAgainAndLoseNothingWhenPostgresqlIsKilled() throws Exception {
    String project = Fixtures.project("busy", Map.of());
    String quiet = Fixtures.project("quiet", Map.of());
    for (int i = 0; i < TASKS; i++) {
      task(project, "task " + i);
    }
    long server = berth.serverPid();
    List<CompletableFuture<Void>> agents = new ArrayList<>();
    for (int i = 0; i < AGENTS; i++) {
      String agent = register("busy", project);
      agents.add(CompletableFuture.runAsync(() -> work(agent)));
    }
    await().until(() -> completed.size() >= TASKS / 4);
    CompletableFuture<Reply> waiting = waiter(quiet);
    Fixtures.killNow(postmaster());
    try {
      await().until(() -> refusals.size() >= AGENTS);
      assertThat(completed).as("in the middle").hasSizeLessThan(TASKS);
      assertThat(waiting).as("who waits outlasts an outage").isNotDone();
    } finally {
      LocalBerth.Outcome up = berth.up();
      assertThat(up.exit()).as(up.toString()).isZero();
    }
    String late = patiently("/api/v1/tasks", Map.of("projectId", quiet, "name", "late")).text("id");
    Reply given = waiting.get(1, TimeUnit.MINUTES);
    assertThat(((Map<?, ?>) given.json().get("task")).get("id")).isEqualTo(late);
    for (CompletableFuture<Void> agent : agents) {
      agent.get(2, TimeUnit.MINUTES);
    }
    assertThat(refusals).allSatisfy(TaskOutageContract::assertThatItMayBeTriedAgain);
    assertThat(completed).hasSize(TASKS).doesNotHaveDuplicates();
    Reply board = admin.get("/api/v1/project/status?project_id=" + project);
    assertThat(((Map<?, ?>) board.json().get("project")).get("completed")).isEqualTo(TASKS);
    for (String task : completed) {
      String history = admin.get("/api/v1/tasks/" + task + "/history").body();
      assertThat(history.split("\"kind\":\"claimed\"", -1)).as(history).hasSize(2);
      assertThat(history.split("\"kind\":\"completed\"", -1)).as(history).hasSize(2);
    }
    assertThat(berth.serverPid()).as("the server was left alone").isEqualTo(server);
  }

  private CompletableFuture<Reply> waiter(String project) {
    Map<String, Object> wish = Map.of("agent_id", register("waiting", project), "wait", "PT55S");
    // why patiently: who asks at the moment of the kill is told to ask again, like all others
    return CompletableFuture.supplyAsync(() -> patiently("/api/v1/tasks/request", wish));
  }

  private String register(String prefix, String project) {
    String agent = Fixtures.freshId(prefix);
    Reply made =
        admin.post(
            "/api/v1/agents/register",
            Map.of("agent_id", agent, "name", "Agent", "role", "any", "project_id", project));
    assertThat(made.status()).as(made.toString()).isEqualTo(201);
    return agent;
  }

  private String task(String project, String name) {
    Reply made = admin.post("/api/v1/tasks", Map.of("projectId", project, "name", name));
    assertThat(made.status()).as(made.toString()).isEqualTo(201);
    return made.text("id");
  }

  private void work(String agent) {
    for (Optional<Map<?, ?>> task = ask(agent); task.isPresent(); task = ask(agent)) {
      say(agent, task.get(), "in_progress");
      say(agent, task.get(), "completed");
      completed.add((String) task.get().get("id"));
    }
  }

  private Optional<Map<?, ?>> ask(String agent) {
    Reply given = patiently("/api/v1/tasks/request", Map.of("agent_id", agent));
    return Optional.ofNullable((Map<?, ?>) given.json().get("task"));
  }

  private void say(String agent, Map<?, ?> task, String status) {
    Map<String, Object> report = new HashMap<>();
    report.put("agent_id", agent);
    report.put("task_id", task.get("id"));
    report.put("attempt", task.get("attempt"));
    report.put("status", status);
    report.put("request_id", agent + "-" + requests.incrementAndGet());
    patiently("/api/v1/tasks/progress", report);
  }

  /** Tries again, with the same words, what was refused for now; nothing else may be refused. */
  private Reply patiently(String path, Map<String, Object> body) {
    while (true) {
      Reply reply = admin.post(path, body);
      if (reply.status() / 100 == 2) {
        return reply;
      }
      assertThat(reply.status()).as(path + ": " + reply).isEqualTo(503);
      refusals.add(reply);
      LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(Long.parseLong(reply.header("Retry-After"))));
    }
  }

  private static void assertThatItMayBeTriedAgain(Reply reply) {
    assertThat(reply.header("Content-Type")).startsWith("application/problem+json");
    assertThat(reply.text("type")).isEqualTo("urn:berth:problem:unavailable");
    assertThat(reply.header("Retry-After")).isNotEmpty();
  }

  private long postmaster() throws IOException {
    Path file = berth.dataFolder().resolve("pg/data/postmaster.pid");
    return Long.parseLong(Files.readAllLines(file).get(0).strip());
  }
}
