package io.berth.acceptance.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.berth.acceptance.Api;
import io.berth.acceptance.Api.Reply;
import io.berth.acceptance.Fixtures;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Projects that share a process: moved under load, kept apart, asked together only with a grant.
 */
public abstract class SharedProcessContract {
  private static final Duration LONG = Duration.ofSeconds(90);
  private final Api admin = Api.admin();

  @Test
  void aProjectMovesThereAndBackUnderLoadAndNothingFailsOrIsLost() throws Exception {
    String project = Fixtures.project("mover", Map.of());
    String neighbour = Fixtures.project("neighbour", Map.of());
    process(neighbour, "shared", "it is quiet");
    save(neighbour, "the neighbour's pelican");
    Queue<Long> acknowledged = new ConcurrentLinkedQueue<>();
    Queue<String> failures = new ConcurrentLinkedQueue<>();
    AtomicInteger sent = new AtomicInteger();
    ExecutorService callers = Executors.newFixedThreadPool(3);
    Runnable caller =
        () -> {
          while (!callers.isShutdown()) {
            saveNext(project, sent.incrementAndGet(), acknowledged, failures);
          }
        };
    try {
      for (int i = 0; i < 3; i++) {
        callers.execute(caller);
      }
      awaitMore(sent, 50);
      long own = Fixtures.pid(project);
      process(project, "shared", "a test");
      awaitSource(project, "shared");
      assertThat(Fixtures.pid(project)).isNotEqualTo(own).isEqualTo(Fixtures.pid(neighbour));
      assertThat(Fixtures.processesOf(project)).as("none of its own").isEmpty();
      awaitMore(sent, 50);
      process(project, "dedicated", "a test");
      await().atMost(LONG).until(() -> !"shared".equals(source(project)));
      awaitMore(sent, 50);
      assertThat(Fixtures.processesOf(project)).hasSize(1);
    } finally {
      callers.shutdown();
      assertThat(callers.awaitTermination(100, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(failures).as("of " + sent.get() + " requests").isEmpty();
    assertThat(acknowledged).hasSize(sent.get()).doesNotHaveDuplicates();
    for (long id : acknowledged) {
      Reply item = admin.tool(project, "get", Map.of("item_id", id));
      assertThat(item.body()).as("item " + id).contains("walrus number");
    }
    assertThat(admin.get("/api/v1/projects/" + project + "/events?limit=100").body())
        .contains("project.moved", "to a shared process: a test", "moved");
    assertThat(Fixtures.state(neighbour)).isEqualTo("READY");
  }

  @Test
  void projectsOfOneProcessAreAskedTogetherOnlyWithAGrantForEach() {
    String alpha = shared("alpha", "a heron stands in the harbour of alpha");
    String beta = shared("beta", "a heron sleeps in the tower of beta");
    assertThat(Fixtures.pid(alpha)).isEqualTo(Fixtures.pid(beta));
    assertThat(ask(alpha, "heron")).contains("of alpha").doesNotContain("of beta");
    assertThat(ask(beta, "heron")).contains("of beta").doesNotContain("of alpha");

    Map<String, Object> both = Map.of("projects", List.of(alpha, beta), "question", "heron");
    assertThat(admin.post("/api/v1/search", both).status()).as("an admin").isEqualTo(403);
    Api plain = admin.with(Fixtures.agentToken(alpha, beta));
    assertThat(plain.post("/api/v1/search", both).status()).as("a plain grant").isEqualTo(403);
    Reply half =
        admin.with(token(List.of(alpha, beta), List.of(alpha))).post("/api/v1/search", both);
    assertThat(half.status()).as("one of two").isEqualTo(403);
    assertThat(half.body()).contains(beta).doesNotContain("harbour");
    Reply star =
        admin.post(
            "/api/v1/tokens",
            Map.of("role", "agent", "projects", List.of("*"), "analytics", List.of("*")));
    assertThat(star.status()).as("no word for all of them").isEqualTo(400);

    Api analyst = admin.with(token(List.of(alpha, beta), List.of(alpha, beta)));
    Reply found = analyst.post("/api/v1/search", both);
    assertThat(found.status()).as(found.toString()).isEqualTo(200);
    assertThat(found.body()).contains("of alpha", "of beta", alpha, beta);
    assertThat(admin.get("/api/v1/events?limit=1000").body()).contains("projects.searched");

    process(beta, "dedicated", "no longer shared");
    assertThat(analyst.post("/api/v1/search", both).status())
        .as("not in a shared one")
        .isEqualTo(409);
  }

  private void saveNext(
      String project, int number, Queue<Long> acknowledged, Queue<String> failures) {
    try {
      Reply reply =
          admin.send(
              admin
                  .json(
                      "/projects/" + project + "/mcp",
                      Map.of(
                          "tool_name",
                          "save",
                          "tool_input",
                          Map.of("content", "walrus number " + number)))
                  .header("Idempotency-Key", project + "-" + number));
      if (reply.status() == 200) {
        acknowledged.add(itemId(reply));
      } else {
        failures.add(reply.toString());
      }
    } catch (RuntimeException e) {
      failures.add(String.valueOf(e));
    }
  }

  private String shared(String stem, String content) {
    String id = Fixtures.project(stem, Map.of());
    process(id, "shared", "a test");
    save(id, content);
    return id;
  }

  private String token(List<String> projects, List<String> analytics) {
    Reply reply =
        admin.post(
            "/api/v1/tokens",
            Map.of("role", "agent", "projects", projects, "analytics", analytics, "ttl", "PT1H"));
    assertThat(reply.status()).as(reply.toString()).isEqualTo(201);
    return reply.text("token");
  }

  private void process(String project, String kind, String reason) {
    Reply reply =
        admin.method(
            "PATCH",
            "/api/v1/projects/" + project,
            "application/json",
            Api.write(Map.of("process", kind, "reason", reason)));
    assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
    assertThat(reply.text("process")).isEqualTo(kind);
  }

  private void save(String project, String content) {
    Reply reply = admin.tool(project, "save", Map.of("content", content));
    assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
  }

  private String ask(String project, String question) {
    return admin.tool(project, "query", Map.of("question", question)).body();
  }

  private static long itemId(Reply reply) {
    return ((Number) ((Map<?, ?>) reply.json().get("tool_response")).get("item_id")).longValue();
  }

  private static String source(String project) {
    return String.valueOf(Fixtures.process(project).get("startSource"));
  }

  private static void awaitSource(String project, String source) {
    await().atMost(LONG).until(() -> source.equals(source(project)));
  }

  private static void awaitMore(AtomicInteger sent, int more) {
    int from = sent.get();
    await().atMost(LONG).until(() -> sent.get() >= from + more);
  }
}
