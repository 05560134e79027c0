package io.berth.acceptance.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.acceptance.Api;
import io.berth.acceptance.Api.Reply;
import io.berth.acceptance.Fixtures;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

public abstract class BadInputContract {
  private final Api admin = Api.admin();

  @Test
  void aMalformedIdIsToldTheRule() {
    for (String path : List.of("/api/v1/projects/Not_Valid", "/projects/Not_Valid/km/health")) {
      Reply reply = admin.get(path);
      problem(reply, 400, "invalid");
      assertThat(reply.text("detail")).contains("1 to 63 characters");
    }
    problem(admin.post("/api/v1/projects", Map.of("id", "-no-")), 400, "invalid");
  }

  @Test
  void anUnknownProjectIsNamed() {
    Reply reply = admin.get("/projects/nobody-knows-me/km/health");
    problem(reply, 404, "no-such-project");
    assertThat(reply.text("detail")).contains("nobody-knows-me");
    assertThat(reply.header("Berth-Reason")).isEqualTo("no-such-project");
  }

  @Test
  void noTokenAWrongTokenAndATamperedTokenAreRefused() {
    String good = Fixtures.agentToken("*");
    String tampered = good.substring(0, good.length() - 4) + "AAAA";
    for (String token : List.of("", "nonsense", tampered)) {
      for (String path : List.of("/api/v1/projects", "/projects/some/km/health", "/metrics")) {
        Reply reply = admin.with(token).get(path);
        assertThat(reply.status()).as(path + " " + reply).isEqualTo(401);
        assertThat(reply.header("WWW-Authenticate")).startsWith("Bearer");
      }
    }
  }

  @Test
  void aTokenForAnotherProjectOpensNothing() {
    String mine = Fixtures.project("mine", Map.of());
    String theirs = Fixtures.project("theirs", Map.of());
    admin.tool(theirs, "save", Map.of("title", "Secret", "content", "the treasure is at pier 9"));
    Api agent = admin.with(Fixtures.agentToken(mine));
    assertThat(agent.tool(mine, "query", Map.of("question", "treasure")).status()).isEqualTo(200);
    for (String path :
        List.of(
            "/projects/" + theirs + "/km/health",
            "/projects/" + mine + "/km/../../" + theirs + "/km/health",
            "/api/v1/projects/" + theirs + "/process",
            "/api/v1/projects/" + theirs + "/events")) {
      assertThat(agent.get(path).status()).as(path).isIn(400, 403, 404);
    }
    problem(agent.tool(theirs, "query", Map.of("question", "treasure")), 403, "forbidden");
    assertThat(agent.post("/api/v1/projects", Map.of("id", "sneaky")).status()).isEqualTo(403);
    assertThat(agent.post("/api/v1/tokens", Map.of("role", "admin")).status()).isEqualTo(403);
    assertThat(agent.tool(mine, "query", Map.of("question", "treasure pier")).body())
        .doesNotContain("pier 9");
  }

  @Test
  void brokenJsonAndUnknownFieldsChangeNothing() {
    Reply broken = admin.post("/api/v1/projects", "{\"id\": \"half");
    problem(broken, 400, "invalid");
    Reply unknown =
        admin.post("/api/v1/projects", "{\"id\":\"typo-here\",\"runtim\":\"built-in\"}");
    problem(unknown, 400, "invalid");
    assertThat(unknown.text("detail")).contains("runtim");
    assertThat(admin.get("/api/v1/projects/typo-here").status()).isEqualTo(404);
    Reply setting =
        admin.post(
            "/api/v1/projects", "{\"id\":\"typo-here\",\"settings\":{\"idleTimout\":\"PT1H\"}}");
    problem(setting, 400, "invalid");
    assertThat(setting.text("detail")).contains("idleTimeout");
  }

  @Test
  void aBodyOverTheLimitIsRefused() {
    String huge = "{\"id\":\"big\",\"name\":\"" + "x".repeat(2 * 1024 * 1024) + "\"}";
    Reply reply = admin.post("/api/v1/projects", huge);
    assertThat(reply.status()).as("status").isEqualTo(413);
    assertThat(reply.header("Content-Type")).startsWith("application/problem+json");
    assertThat(admin.get("/api/v1/projects/big").status()).isEqualTo(404);
  }

  @Test
  void aCommandThatDoesNotExistIsNamed() {
    String runtime = Fixtures.runtime("absent", List.of("/no/such/program", "${port}"), "/health");
    failsToStart(runtime, "/no/such/program");
  }

  @Test
  void aCommandThatExitsAtOnceShowsItsLastWords() {
    failsToStart(Fixtures.fakeRuntime("exit"), "cannot find my configuration");
  }

  @Test
  void aProgramThatNeverBecomesReadyIsEndedAtTheDeadline() {
    String id = failsToStart(Fixtures.fakeRuntime("never"), "ready");
    assertThat(Fixtures.processesOf(id)).isEmpty();
  }

  @Test
  void aProgramOnTheWrongPortIsEndedAndThePortIsNamed() {
    String id = failsToStart(Fixtures.fakeRuntime("wrong-port"), "port");
    assertThat(Fixtures.processesOf(id)).isEmpty();
  }

  private String failsToStart(String runtime, String expected) {
    String id = Fixtures.project("bad", runtime, Map.of("startTimeout", "PT3S"));
    Reply reply = admin.get("/projects/" + id + "/km/health");
    problem(reply, 503, "start-failed");
    assertThat(reply.text("detail")).contains(id).contains(expected);
    assertThat(reply.header("Retry-After")).isNotEmpty();
    return id;
  }

  private static void problem(Reply reply, int status, String type) {
    assertThat(reply.status()).as(reply.toString()).isEqualTo(status);
    assertThat(reply.header("Content-Type")).startsWith("application/problem+json");
    assertThat(reply.text("type")).isEqualTo("urn:berth:problem:" + type);
    assertThat(reply.number("status")).isEqualTo(status);
  }
}
