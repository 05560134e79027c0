package io.berth.acceptance.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.acceptance.Api;
import io.berth.acceptance.Api.Reply;
import io.berth.acceptance.BerthUnderTest;
import io.berth.acceptance.Command;
import io.berth.acceptance.EdgeSettings;
import io.berth.acceptance.Fixtures;
import io.berth.acceptance.Forge;
import io.berth.acceptance.LocalBerth;
import io.berth.acceptance.Wire;
import java.io.IOException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who has no token, or a forged one, or comes from a stranger's page; and a KM that lies. */
public abstract class IntruderContract {
  private static final String LISTED = EdgeSettings.LISTED_ORIGIN;

  private final Api admin = Api.admin();

  @Test
  void noForgedTokenOpensAnything() throws Exception {
    String project = Fixtures.project("forged", Map.of());
    Forge forge = Forge.withTheServersKey();
    long now = InstantSource.system().instant().getEpochSecond();
    String jwks = admin.with("").get("/.well-known/jwks.json").body();
    assertThat(jwks).contains(forge.keyId()).doesNotContain("\"d\"");
    assertThat(status(forge.token(Forge.claims(Map.of())), project))
        .as("the forge makes good tokens too")
        .isEqualTo(200);
    Map<String, String> forged = new LinkedHashMap<>();
    forged.put("expired", forge.token(Forge.claims(Map.of("exp", now - 60))));
    forged.put("without an end", forge.token(Forge.claims(Map.of("exp", ""))));
    forged.put("of tomorrow", forge.token(Forge.claims(Map.of("nbf", now + 86_400))));
    forged.put("another audience", forge.token(Forge.claims(Map.of("aud", "another"))));
    forged.put("no audience", forge.token(Forge.claims(Map.of("aud", ""))));
    forged.put("another issuer", forge.token(Forge.claims(Map.of("iss", "https://id.example"))));
    forged.put("no role", forge.token(Forge.claims(Map.of("groups", List.of("root")))));
    forged.put("unknown key", forge.withAnotherKey("k-9").token(Forge.claims(Map.of())));
    forged.put(
        "a stranger's key", forge.withAnotherKey(forge.keyId()).token(Forge.claims(Map.of())));
    forged.put("HS256 with the published keys", forge.hmac(jwks));
    for (String none : List.of("none", "None", "NONE", "nOnE")) {
      forged.put(none, forge.unsigned(none));
    }
    for (Map.Entry<String, String> each : forged.entrySet()) {
      assertThat(status(each.getValue(), project)).as(each.getKey()).isEqualTo(401);
      assertThat(admin.with(each.getValue()).get("/api/v1/projects").status())
          .as(each.getKey())
          .isEqualTo(401);
    }
    String mine = Fixtures.project("mine", Map.of());
    String agent =
        forge.token(Forge.claims(Map.of("groups", List.of("agent"), "projects", List.of(mine))));
    assertThat(status(agent, project)).as("of another project").isEqualTo(403);
  }

  @Test
  void aRevokedTokenIsWorthlessAtOnceAndTheNextOneIsGood() {
    String project = Fixtures.project("revoked", Map.of());
    Map<String, Object> wish =
        Map.of("role", "agent", "projects", List.of(project), "subject", "bot-of-" + project);
    Reply one = admin.post("/api/v1/tokens", wish);
    Reply two = admin.post("/api/v1/tokens", wish);
    assertThat(status(one.text("token"), project)).isEqualTo(200);
    assertThat(admin.post("/api/v1/tokens/revoke", Map.of("id", one.text("id"))).status())
        .isEqualTo(200);
    assertThat(status(one.text("token"), project)).isEqualTo(401);
    assertThat(status(two.text("token"), project)).isEqualTo(200);
    admin.post("/api/v1/tokens/revoke", Map.of("subject", "bot-of-" + project));
    assertThat(status(two.text("token"), project)).isEqualTo(401);
    assertThat(admin.post("/api/v1/tokens/revoke", Map.of()).status()).isEqualTo(400);
    String agent = Fixtures.agentToken(project);
    assertThat(admin.with(agent).post("/api/v1/tokens/revoke", Map.of("id", "x")).status())
        .isEqualTo(403);
  }

  @Test
  void theCommandTakesTokensBackAndRenewsTheKey() {
    String project = Fixtures.project("command", Map.of());
    String subject = "bot-of-" + project;
    Map<String, Object> wish =
        Map.of("role", "agent", "projects", List.of(project), "subject", subject);
    Reply one = admin.post("/api/v1/tokens", wish);
    Reply two = admin.post("/api/v1/tokens", wish);
    assertThat(Command.berth("token", "revoke", one.text("id")).exit()).isZero();
    assertThat(status(one.text("token"), project)).isEqualTo(401);
    assertThat(status(two.text("token"), project)).isEqualTo(200);
    LocalBerth.Outcome all = Command.berth("token", "revoke", "--subject", subject);
    assertThat(all.out()).contains(subject);
    assertThat(status(two.text("token"), project)).isEqualTo(401);
    LocalBerth.Outcome renewed = Command.berth("token", "renew-key", "--json");
    assertThat(renewed.exit()).as(renewed.toString()).isZero();
    assertThat(renewed.out()).contains("keyId");
  }

  @Test
  void aRenewedKeySignsAndTheOldOneStillVerifies() {
    String project = Fixtures.project("renewed", Map.of());
    String before = Fixtures.agentToken(project);
    String id = admin.post("/api/v1/tokens/renew-key", Map.of()).text("keyId");
    assertThat(admin.with("").get("/.well-known/jwks.json").body()).contains(id);
    assertThat(status(before, project)).isEqualTo(200);
    assertThat(status(Fixtures.agentToken(project), project)).isEqualTo(200);
    assertThat(Api.admin().get("/api/v1/projects").status())
        .as("with the file as it is now")
        .isEqualTo(200);
  }

  @Test
  void whoIsRefusedIsToldWhereToGetAToken() {
    Reply refused = admin.with("").get("/projects/some/mcp");
    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.header("Berth-Reason")).isEqualTo("unauthorised");
    String where = "/.well-known/oauth-protected-resource/projects/some/mcp";
    assertThat(refused.header("WWW-Authenticate"))
        .contains("resource_metadata=\"" + BerthUnderTest.current().url() + where + "\"")
        .doesNotContain("error=");
    Reply metadata = admin.with("").get(where);
    assertThat(metadata.status()).isEqualTo(200);
    assertThat(metadata.text("resource"))
        .isEqualTo(BerthUnderTest.current().url() + "/projects/some/mcp");
    assertThat(admin.with("x").get("/projects/some/mcp").header("WWW-Authenticate"))
        .contains("error=\"invalid_token\"");
    assertThat(admin.with("").get(where + "/../../x").status()).isIn(400, 401, 404);
  }

  @Test
  void pagesOfStrangersAreRefusedAndNoBrowserIsToldOtherwise() throws IOException {
    String project = Fixtures.project("pages", Map.of());
    String token = Fixtures.agentToken(project);
    String url = BerthUnderTest.current().url().toString();
    String host = url.substring("http://".length());
    for (String path : List.of("/projects/" + project + "/km/health", "/api/v1/projects")) {
      assertThat(page(path, token, host, url)).as("its own page").isEqualTo(200);
      for (String origin : List.of("http://evil.example", "null", url + ".evil.example")) {
        assertThat(page(path, token, host, origin)).as(origin).isEqualTo(403);
      }
      assertThat(page(path, token, "evil.example", "http://evil.example"))
          .as("a name that was made to lead here")
          .isEqualTo(403);
    }
    String asked =
        Wire.send(
            Wire.request(
                "OPTIONS",
                "/api/v1/projects",
                "Host: "
                    + host
                    + "\r\nOrigin: http://evil.example\r\nConnection: close\r\n"
                    + "Access-Control-Request-Method: POST\r\n"));
    assertThat(Wire.status(asked)).isEqualTo(403);
    assertThat(asked).doesNotContainIgnoringCase("access-control-allow");
  }

  @Test
  void anAgentIsToldWhatIsLeftOfItsBudgets() {
    String project = Fixtures.project("budget", Map.of());
    Api agent = admin.with(Fixtures.agentToken(project));
    Reply management = agent.get("/api/v1/projects/" + project + "/process");
    assertThat(management.status()).as(management.toString()).isEqualTo(200);
    assertThat(management.header("RateLimit")).matches("\"management\";r=\\d+;t=\\d+");
    assertThat(management.header("RateLimit-Policy")).isEqualTo("\"management\";q=1000000;w=60");
    Map<String, String> guess = Map.of("agentId", "nobody-here", "secret", "guess");
    Reply signIn = admin.with("").post("/api/v1/agents/auth", guess);
    assertThat(signIn.header("RateLimit")).startsWith("\"sign-in\";r=");
    assertThat(admin.get("/api/v1/projects/" + project).header("RateLimit")).isEmpty();
  }

  @Test
  void aPageThatIsListedMayAskBeforehandAndReadTheAnswer() throws IOException {
    String project = Fixtures.project("console", Map.of());
    String token = Fixtures.agentToken(project);
    for (String path : List.of("/api/v1/projects", "/projects/" + project + "/mcp")) {
      String beforehand =
          Wire.send(
              Wire.request(
                  "OPTIONS",
                  path,
                  "Host: localhost\r\nOrigin: "
                      + LISTED
                      + "\r\nConnection: close\r\nAccess-Control-Request-Method: POST\r\n"
                      + "Access-Control-Request-Headers: authorization, mcp-session-id\r\n"));
      assertThat(Wire.status(beforehand)).as(beforehand).isEqualTo(204);
      assertThat(beforehand)
          .containsIgnoringCase("access-control-allow-origin: " + LISTED + "\r\n")
          .containsIgnoringCase("access-control-allow-methods: POST\r\n")
          .containsIgnoringCase("access-control-max-age: 600\r\n")
          .containsPattern("(?i)access-control-allow-headers: .*Authorization.*Mcp-Session-Id")
          .doesNotContainIgnoringCase("access-control-allow-credentials");
    }
    String lines = "Host: localhost\r\nAuthorization: Bearer " + token + "\r\nOrigin: " + LISTED;
    lines += "\r\nConnection: close\r\n";
    String answer = Wire.send(Wire.request("GET", "/projects/" + project + "/km/health", lines));
    assertThat(Wire.status(answer)).as(answer).isEqualTo(200);
    assertThat(answer)
        .containsIgnoringCase("access-control-allow-origin: " + LISTED + "\r\n")
        .containsPattern("(?i)access-control-expose-headers: .*Server-Timing");
  }

  @Test
  void aHeadWithoutEndIsRefused() throws IOException {
    String token = Fixtures.agentToken("*");
    String line = "X: " + "a".repeat(100_000) + "\r\n";
    assertThat(Wire.status(Wire.send(Wire.request("GET", "/api/v1/projects", token, line))))
        .isIn(400, 413, 431);
    String folded = "X: a\r\n Transfer-Encoding: chunked\r\n";
    String answer =
        Wire.send(Wire.request("POST", "/projects/none-such/km/mcp", token, folded) + "0\r\n\r\n");
    assertThat(answer.split("HTTP/1\\.1 ", -1)).as(answer).hasSizeLessThanOrEqualTo(3);
    assertThat(admin.get("/health/live").status()).isEqualTo(200);
  }

  @Test
  void aKnowledgeManagerThatLiesHarmsNobodyElse() throws IOException {
    String runtime = Fixtures.program("liar", "io.berth.acceptance.program.LyingKm", "${port}");
    String id = Fixtures.project("liar", runtime, Map.of());
    fine(id);
    for (String lie : List.of("close", "garbage", "endless-head", "endless-line", "two-lengths")) {
      Reply reply = post(id, lie);
      assertThat(reply.status()).as(lie + " " + reply).isEqualTo(502);
      assertThat(reply.header("Berth-Reason")).as(lie).isEqualTo("outcome-unknown");
      fine(id);
    }
    String half = lie(id, "short");
    assertThat(half).doesNotEndWith("0\r\n\r\n");
    fine(id);
    assertThat(post(id, "long").body()).isEqualTo("abc");
    fine(id);
    for (String lie : List.of("length-and-chunks", "bad-chunk", "bare-cr")) {
      String answer = lie(id, lie);
      assertThat(answer).as(lie).doesNotContainPattern("(?m)^(?i)set-cookie");
      // why none is possible: of a body that breaks at once the caller sees the connection break
      assertThat(answer.split("HTTP/1\\.1 ", -1)).as(lie).hasSizeLessThanOrEqualTo(2);
      assertThat(answer).as(lie).doesNotContain("zz");
      fine(id);
    }
    Reply pretends = post(id, "pretends");
    assertThat(pretends.status()).isEqualTo(403);
    assertThat(pretends.header("Berth-Reason")).as("a reason is the gateway's").isEmpty();
    assertThat(pretends.header("Berth-Generation")).isEqualTo("1");
    assertThat(pretends.header("X-Secret")).isEmpty();
    fine(id);
  }

  private void fine(String id) {
    Reply reply = post(id, "fine");
    assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
    assertThat(reply.body()).isEqualTo("fine");
  }

  private Reply post(String id, String path) {
    return admin.method("POST", "/projects/" + id + "/km/" + path, "text/plain", "x");
  }

  private static String lie(String id, String path) throws IOException {
    String token = BerthUnderTest.current().adminToken();
    String lines = "Content-Length: 1\r\nConnection: close\r\n";
    return Wire.send(Wire.request("POST", "/projects/" + id + "/km/" + path, token, lines) + "x");
  }

  private int status(String token, String project) {
    return admin.with(token).get("/projects/" + project + "/km/health").status();
  }

  private static int page(String path, String token, String host, String origin)
      throws IOException {
    return Wire.status(
        Wire.send(
            Wire.request(
                "GET",
                path,
                "Host: "
                    + host
                    + "\r\nOrigin: "
                    + origin
                    + "\r\nConnection: close\r\nAuthorization: Bearer "
                    + token
                    + "\r\n")));
  }
}
