package io.berth.acceptance.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.acceptance.Api;
import io.berth.acceptance.Api.Reply;
import io.berth.acceptance.EdgeSettings;
import io.berth.acceptance.Fixtures;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

public abstract class DataPlaneContract {
  private final Api admin = Api.admin();

  @Test
  void theValidatorsOfAKnowledgeManagerReachItAndItsCaller() {
    String id = Fixtures.project("validated", Fixtures.fakeRuntime("serve"), Map.of());
    String page = "/projects/" + id + "/km/validated";
    Reply first = admin.get(page);
    assertThat(first.status()).as(first.toString()).isEqualTo(200);
    assertThat(first.header("ETag")).isEqualTo("\"v1\"");
    Reply same = admin.send(admin.request(page).header("If-None-Match", first.header("ETag")));
    assertThat(same.status()).isEqualTo(304);
    assertThat(same.body()).isEmpty();
    assertThat(same.header("ETag")).isEqualTo("\"v1\"");
    Reply other = admin.send(admin.request(page).header("If-None-Match", "\"v0\""));
    assertThat(other.body()).isEqualTo("the page");
  }

  @Test
  void aHotAnswerIsThereAgainAfterAWriteBeforeAnybodyAsks() {
    String id = Fixtures.project("hot", Map.of());
    Map<String, ?> question = Map.of("question", "narwhal");
    admin.tool(id, "save", Map.of("title", "First", "content", "narwhal number one"));
    for (int i = 0; i < 4; i++) {
      assertThat(admin.tool(id, "query", question).status()).isEqualTo(200);
    }
    Awaitility.await()
        .until(() -> admin.tool(id, "query", question).header("Server-Timing").contains("hit"));
    double before = askedAhead();
    admin.tool(id, "save", Map.of("title", "Second", "content", "narwhal number two"));
    Awaitility.await().until(() -> askedAhead() > before);
    Reply next = admin.tool(id, "query", question);
    assertThat(next.header("Server-Timing")).contains("cache;desc=hit");
    assertThat(next.body()).contains("number two");
  }

  @Test
  void aHotAnswerIsThereAgainAfterAWake() {
    String id = Fixtures.project("woken", Map.of());
    Map<String, ?> question = Map.of("question", "walrus");
    admin.tool(id, "save", Map.of("title", "First", "content", "walrus number one"));
    for (int i = 0; i < 40; i++) {
      assertThat(admin.tool(id, "query", question).status()).isEqualTo(200);
    }
    // why again: a change of the project that is heard of after the wake ends what the wake fetched
    Awaitility.await().until(() -> isThereAfterAWake(id, question));
  }

  private boolean isThereAfterAWake(String id, Map<String, ?> question) {
    assertThat(admin.post("/api/v1/projects/" + id + "/stop", "{}").status()).isEqualTo(200);
    String name = "{\"name\":\"renamed " + System.nanoTime() + "\"}";
    Reply changed = admin.method("PATCH", "/api/v1/projects/" + id, "application/json", name);
    assertThat(changed.status()).as(changed.toString()).isEqualTo(200);
    double before = askedAhead();
    Reply waking = admin.get("/projects/" + id + "/km/health");
    assertThat(waking.status()).as(waking.toString()).isEqualTo(200);
    Awaitility.await("fetched again").until(() -> askedAhead() > before);
    Reply next = admin.tool(id, "query", question);
    return next.header("Server-Timing").contains("cache;desc=hit")
        && next.header("Berth-Generation").equals(waking.header("Berth-Generation"));
  }

  @Test
  void messagesOfAnAgentBeyondTheirBudgetAreRefusedAndNothingElseIs() {
    String id = Fixtures.project("budget", Fixtures.fakeRuntime("serve"), Map.of());
    Api agent = admin.with(Fixtures.agentToken(id));
    Api other = admin.with(Fixtures.agentToken(id));
    String mcp = "/projects/" + id + "/mcp";
    Map<String, ?> ping = Map.of("jsonrpc", "2.0", "id", 1, "method", "ping");
    Optional<Reply> early = Optional.empty();
    for (int sent = 0; early.isEmpty(); sent += 100) {
      assertThat(sent).as("messages without a refusal").isLessThan(EdgeSettings.MCP_A_MINUTE * 4);
      early =
          IntStream.range(0, 100)
              .parallel()
              .mapToObj(i -> agent.post(mcp, ping))
              .filter(reply -> reply.status() == 429)
              .findAny();
    }
    Reply refused = early.get();
    assertThat(refused.header("Content-Type")).startsWith("application/problem+json");
    assertThat(refused.header("Berth-Reason")).isEqualTo("rate-limited");
    assertThat(Integer.parseInt(refused.header("Retry-After"))).isPositive();
    assertThat(refused.header("RateLimit-Policy"))
        .isEqualTo("\"mcp\";q=" + EdgeSettings.MCP_A_MINUTE + ";w=60");
    assertThat(agent.get("/projects/" + id + "/km/validated").status()).isEqualTo(200);
    assertThat(other.post(mcp, ping).status()).isNotEqualTo(429);
  }

  private double askedAhead() {
    Matcher value =
        Pattern.compile("(?m)^\\S*berth_cache_asked_ahead\\S* (\\S+)$")
            .matcher(admin.get("/metrics").body());
    assertThat(value.find()).as("the metric").isTrue();
    return Double.parseDouble(value.group(1));
  }

  @Test
  void relaysMethodQueryBodyAndStatusUnchanged() {
    String id = Fixtures.project("relay", Fixtures.fakeRuntime("serve"), Map.of());
    Reply echo =
        admin.method(
            "PUT", "/projects/" + id + "/km/echo/a%20b?x=1&y=%C3%A9", "text/plain", "höhe");
    assertThat(echo.status()).as(echo.toString()).isEqualTo(200);
    assertThat(echo.body()).isEqualTo("höhe");
    assertThat(echo.header("Echo-Method")).isEqualTo("PUT");
    assertThat(echo.header("Echo-Target")).isEqualTo("/echo/a%20b?x=1&y=%C3%A9");
    assertThat(echo.header("Berth-Generation")).isEqualTo("1");
    assertThat(echo.header("Server-Timing")).contains("upstream");
    assertThat(echo.header("Berth-Reason")).isEmpty();
    Reply missing = admin.get("/projects/" + id + "/km/missing");
    assertThat(missing.status()).isEqualTo(404);
    assertThat(missing.body()).isEqualTo("the KM's own 404");
    assertThat(missing.header("Berth-Reason")).isEmpty();
  }

  @Test
  void theTokenNeverReachesTheKnowledgeManager() {
    String id = Fixtures.project("strip", Fixtures.fakeRuntime("serve"), Map.of());
    Reply headers =
        admin.send(
            admin
                .request("/projects/" + id + "/km/headers")
                .header("Berth-Secret", "forged")
                .header("Berth-Subject", "forged")
                .GET());
    assertThat(headers.body().toLowerCase(java.util.Locale.ROOT))
        .doesNotContain("authorization")
        .doesNotContain("forged")
        .contains("via")
        .contains("forwarded")
        .contains("traceparent");
  }

  @Test
  void largeBodiesStreamBothWays() throws Exception {
    String id = Fixtures.project("large", Fixtures.fakeRuntime("serve"), Map.of());
    long size = 64L * 1024 * 1024;
    var down =
        admin
            .client()
            .send(
                admin.request("/projects/" + id + "/km/bytes?" + size).GET().build(),
                BodyHandlers.ofInputStream());
    assertThat(count(down.body())).isEqualTo(size);
    Reply up =
        admin.send(
            admin
                .request("/projects/" + id + "/km/sink")
                .POST(BodyPublishers.ofInputStream(() -> new Zeros(size))));
    assertThat(up.body()).isEqualTo(String.valueOf(size));
  }

  @Test
  void eventsArriveOneByOne() throws Exception {
    String id = Fixtures.project("sse", Fixtures.fakeRuntime("serve"), Map.of());
    var response =
        admin
            .client()
            .send(
                admin.request("/projects/" + id + "/km/events").GET().build(),
                BodyHandlers.ofInputStream());
    List<String> arrived = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("data:")) {
          arrived.add(line);
          assertThat(admin.get("/projects/" + id + "/km/seen").status()).isEqualTo(200);
        }
      }
    }
    assertThat(arrived)
        .as("none was kept back until the next")
        .containsExactly("data: 1", "data: 2", "data: 3");
  }

  @Test
  void silentExchangesDoNotKeepOthersOut() {
    String id = Fixtures.project("silent", Fixtures.fakeRuntime("serve"), Map.of());
    admin.get("/projects/" + id + "/km/health");
    // why: 16 exchanges of one project may be under way at once; 20 that say nothing are more
    List<CompletableFuture<Reply>> silent =
        IntStream.range(0, 20)
            .mapToObj(i -> admin.sendAsync(admin.request("/projects/" + id + "/km/hold").GET()))
            .toList();
    Reply other = admin.get("/projects/" + id + "/km/health");
    assertThat(other.status()).as(other.toString()).isEqualTo(200);
    assertThat(silent).as("they were still silent").noneMatch(CompletableFuture::isDone);
    assertThat(admin.get("/projects/" + id + "/km/let-go").status()).isEqualTo(200);
    assertThat(silent).allSatisfy(r -> assertThat(r.join().status()).isEqualTo(200));
  }

  @Test
  void answersMcpOfBothEras() {
    String id = Fixtures.project("mcp", Map.of());
    Reply legacy =
        admin.post(
            "/projects/" + id + "/mcp",
            """
            {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25",
            "capabilities":{},"clientInfo":{"name":"test","version":"1"}}}""");
    assertThat(legacy.status()).as(legacy.toString()).isEqualTo(200);
    assertThat(legacy.body()).contains("\"protocolVersion\":\"2025-11-25\"");
    Reply modern =
        admin.send(
            admin
                .json(
                    "/projects/" + id + "/mcp",
                    """
                    {"jsonrpc":"2.0","id":"m","method":"server/discover","params":{"_meta":{
                    "io.modelcontextprotocol/protocolVersion":"2026-07-28",
                    "io.modelcontextprotocol/clientInfo":{"name":"test","version":"1"},
                    "io.modelcontextprotocol/clientCapabilities":{}}}}""")
                .header("MCP-Protocol-Version", "2026-07-28")
                .header("Mcp-Method", "server/discover"));
    assertThat(modern.status()).as(modern.toString()).isEqualTo(200);
    assertThat(modern.body()).contains("2026-07-28");
  }

  @Test
  void aReadAfterAnAcknowledgedWriteSeesIt() {
    String id = Fixtures.project("fresh", Map.of());
    for (int i = 0; i < 20; i++) {
      admin.tool(id, "save", Map.of("title", "Round " + i, "content", "walrus round " + i));
      Reply found = admin.tool(id, "query", Map.of("question", "walrus", "limit", 50));
      assertThat(found.body()).contains("walrus round " + i);
      assertThat(admin.tool(id, "query", Map.of("question", "walrus", "limit", 50)).body())
          .contains("walrus round " + i);
    }
  }

  @Test
  void importsDocumentsInTheBackgroundAndFindsThem() {
    String id = Fixtures.project("docs", Map.of());
    Reply accepted =
        admin.post(
            "/api/v1/projects/" + id + "/import",
            Map.of(
                "documents",
                List.of(
                    Map.of("name", "ropes.md", "content", "# Knots\n\nA bowline never slips.\n"),
                    Map.of("name", "sails.md", "content", "# Sails\n\nReef early.\n"))));
    assertThat(accepted.status()).as(accepted.toString()).isEqualTo(202);
    String job = accepted.header("Location");
    org.awaitility.Awaitility.await()
        .atMost(java.time.Duration.ofSeconds(40))
        .untilAsserted(
            () -> assertThat(admin.get(path(job)).text("state")).isEqualToIgnoringCase("done"));
    assertThat(admin.tool(id, "query", Map.of("question", "Which knot never slips?")).body())
        .contains("ropes.md");
  }

  private static String path(String location) {
    return location.substring(location.indexOf("/api/v1"));
  }

  private static long count(InputStream in) throws java.io.IOException {
    try (in) {
      long total = 0;
      byte[] buffer = new byte[64 * 1024];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        total += n;
      }
      return total;
    }
  }

  /** A body of zeros that is never in memory. */
  private static final class Zeros extends InputStream {
    private long left;

    Zeros(long size) {
      left = size;
    }

    @Override
    public int read() {
      return left-- > 0 ? 0 : -1;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      if (left <= 0) {
        return -1;
      }
      int n = (int) Math.min(left, length);
      left -= n;
      return n;
    }
  }
}
