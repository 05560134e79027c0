package io.berth.km;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a running KM answers: its door, its pages, its tools in each of the three shapes. */
class KmServerIT {
  private static final String MODERN = "2026-07-28";

  @TempDir static Path folder;
  private static KmProcess km;

  @BeforeAll
  static void start() throws Exception {
    km = KmProcess.start(folder);
  }

  @AfterAll
  static void stop() throws Exception {
    km.process.destroy();
    int status = KmProcess.exit(km.process);
    assertThat(status).isZero();
  }

  private static void expect(HttpResponse<String> response, int status, String... parts) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    for (String part : parts) {
      assertThat(response.body()).contains(part);
    }
  }

  private static String rpc(String method, String params) {
    return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":" + params + "}";
  }

  @ParameterizedTest
  @ValueSource(strings = {"/health", "/ready", "/metrics", "/status", "/mcp", "/nowhere"})
  void nothingIsAnsweredWithoutTheSecret(String path) throws Exception {
    HttpResponse<String> response =
        km.get(path, "Berth-Secret", "not-the-secret-of-this-generation");
    expect(response, 401, "urn:berth:problem:unauthorised");
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(response.body()).doesNotContain(KmProcess.SECRET);
  }

  @Test
  void aNameNeedsItsSignature() throws Exception {
    expect(km.get("/health", "Berth-Subject", "alice"), 401, "Berth-Subject-Signature");
    expect(
        km.get(
            "/health",
            "Berth-Subject",
            "alice",
            "Berth-Subject-Signature",
            KmProcess.signature("bob")),
        401);
    String[] alice = {
      "Berth-Subject", "alice", "Berth-Subject-Signature", KmProcess.signature("alice")
    };
    expect(
        km.tool("save", "{\"content\":\"written by alice herself\",\"ticket_id\":\"WHO\"}", alice),
        200,
        "\"success\":true");
    expect(km.tool("list", "{\"ticket_id\":\"WHO\"}"), 200, "\"subject\":\"alice\"");
  }

  @Test
  void foreignPagesAndHostsAreKeptOut() throws Exception {
    expect(km.get("/health", "Origin", "http://evil.example"), 403, "foreign-origin");
    expect(km.get("/health", "Origin", "null"), 403);
    expect(km.get("/health", "Origin", "http://localhost:3000"), 200);
    expect(
        km.get(
            "/health",
            "Origin",
            "https://berth.example:8443",
            "X-Forwarded-Host",
            "berth.example:8443"),
        200);
    assertThat(
            raw(
                "GET /health HTTP/1.1\r\nHost: evil.example:"
                    + km.port
                    + "\r\nBerth-Secret: "
                    + KmProcess.SECRET
                    + "\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 403");
  }

  @Test
  void pagesHaveTheFieldsThatMonitorsKnow() throws Exception {
    expect(
        km.get("/health"),
        200,
        "\"status\":\"healthy\"",
        "\"timestamp\":\"",
        "\"service\":\"",
        "\"version\":\"",
        "\"checks\":{\"database\":\"ok\"}");
    expect(
        km.get("/ready"),
        200,
        "\"ready\":true",
        "\"database\":{\"status\":\"ready\",\"details\":",
        "\"embeddings\":{\"status\":\"ready\"",
        "\"filesystem\":{\"status\":\"ready\"");
    expect(
        km.get("/status"),
        200,
        "\"uptime_seconds\":",
        "\"embedding_model\":{\"available\":false",
        "\"size_bytes\":",
        "\"size_mb\":",
        "\"total_items\":",
        "\"unique_tickets\":",
        "\"item_types\":",
        "\"total_summaries\":",
        "\"total_apis\":",
        "\"metrics_enabled\":true",
        "\"generation\":7");
    expect(
        km.get("/metrics"),
        200,
        "# TYPE aet_requests_total counter",
        "aet_requests_total{path=\"/",
        "km_file_summaries_total ",
        "km_database_size_bytes ");
    expect(
        km.get("/mcp/spec"),
        200,
        "\"protocol_version\":\"1.0\"",
        "\"server_name\":",
        "\"name\":\"get_file_path\"");
    expect(km.get("/nowhere"), 404, "urn:berth:problem:not-found");
    expect(km.send(km.request("/health").DELETE()), 405);
    assertThat(
            km.send(km.request("/ready").method("HEAD", HttpRequest.BodyPublishers.noBody()))
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void theOriginalsToolsAnswerInTheOriginalsShape() throws Exception {
    expect(
        km.tool(
            "save",
            "{\"ticket_id\":\"T-9\",\"item_type\":\"note\",\"title\":\"Mooring\",\"content\":\"Ships are moored with two lines\"}"),
        200,
        "{\"tool_response\":{\"success\":true,\"item_id\":");
    expect(
        km.tool("query", "{\"question\":\"mooring a ship\",\"ticket_id\":\"T-9\"}"),
        200,
        "{\"tool_response\":{\"results\":[{\"item_id\":",
        "\"ticket_id\":\"T-9\",\"type\":\"note\",\"title\":\"Mooring\",\"content\":\"Ships are moored with two lines\",\"similarity\":",
        "\"summary\":\"Ships are moored with two lines\"");
    expect(
        km.tool("query", "{\"question\":\"zzzqqq xxyyzz\"}"),
        200,
        "{\"tool_response\":{\"results\":[],\"summary\":\"No relevant information found\"}}");
    expect(
        km.tool("get_file_path", "{\"component_name\":\"login\",\"file_type\":\"component\"}"),
        200,
        "{\"tool_response\":{\"path\":\"src/");
    expect(
        km.tool("get_file_path", "{\"component_name\":\"../../etc/passwd\"}"), 400, "\"error\":\"");
    expect(
        km.tool(
            "register_api",
            "{\"component_name\":\"auth\",\"api_definition\":{\"login\":[1,\"x\"]},\"file_paths\":[\"a.ts\"]}"),
        200,
        "{\"tool_response\":{\"success\":true}}");
    expect(
        km.tool("get_api", "{\"component_name\":\"auth\"}"),
        200,
        "{\"tool_response\":{\"component\":\"auth\",\"api\":{\"login\":[1,\"x\"]},\"files\":[\"a.ts\"]}}");
    expect(
        km.tool("get_api", "{\"component_name\":\"none\"}"),
        200,
        "{\"tool_response\":{\"error\":\"Component not found\"}}");
    expect(km.tool("nope", "{}"), 400, "{\"error\":\"Unknown tool: nope\"}");
    expect(km.post("{\"tool_input\":{}}"), 400, "{\"error\":\"Unknown tool: None\"}");
  }

  @Test
  void theOtherToolsWorkTogether() throws Exception {
    expect(
        km.tool(
            "import",
            "{\"documents\":[{\"name\":\"guide.md\",\"content\":\"# Guide\\n\\nHello.\\n\\n## Backup\\n\\nThe backup runs at night.\\n\"}]}"),
        200,
        "\"imported\":1",
        "\"replaced\":0");
    expect(
        km.tool("query", "{\"question\":\"when does the backup run\"}"),
        200,
        "\"source\":\"guide.md\"",
        "\"heading\":\"Guide > Backup\"");
    expect(
        km.tool(
            "import",
            "{\"documents\":[{\"name\":\"guide.md\",\"content\":\"# Guide\\n\\nNew.\\n\"}]}"),
        200,
        "\"replaced\":1");
    String saved = km.tool("save", "{\"content\":\"to be deleted soon\"}").body();
    String id = saved.substring(saved.indexOf("item_id\":") + 9, saved.indexOf("}}"));
    expect(
        km.tool("get", "{\"item_id\":" + id + "}"),
        200,
        "\"content\":\"to be deleted soon\"",
        "\"created_at\":\"");
    expect(km.tool("delete", "{\"item_id\":" + id + "}"), 200, "\"deleted\":true");
    expect(km.tool("delete", "{\"item_id\":" + id + "}"), 200, "\"deleted\":false");
    expect(km.tool("get", "{\"item_id\":" + id + "}"), 200, "\"error\":\"Item not found\"");
    expect(km.tool("list", "{\"limit\":1}"), 200, "\"next_cursor\":");
    expect(
        km.tool(
            "save_file_summary", "{\"file_path\":\"src/a.ts\",\"summary\":\"Keeps the anchors\"}"),
        200,
        "\"success\":true");
    expect(
        km.tool("query_file_summaries", "{\"question\":\"anchors\"}"),
        200,
        "\"file_path\":\"src/a.ts\"",
        "\"summary\":\"Keeps the anchors\"");
  }

  @Test
  void wrongInputIsExplainedAndChangesNothing() throws Exception {
    expect(
        km.tool("save", "{\"title\":\"x\",\"contnt\":\"y\"}"),
        400,
        "content is required; contnt is not an argument");
    expect(
        km.tool("query", "{\"question\":\"x\",\"limit\":0}"),
        400,
        "limit must be from 1 to 50 (it is 0)");
    expect(
        km.post("{\"tool_name\":\"save\",\"tool_input\":[]}"), 400, "tool_input must be an object");
    expect(km.post("{\"tool_name\":"), 400, "-32700");
    expect(km.post("{\"tool_name\":\"save\",\"tool_name\":\"query\"}"), 400, "stands twice");
    expect(km.post("[".repeat(100_000)), 400, "depth");
    expect(km.post("", "Content-Type", "text/plain"), 415);
  }

  @Test
  void theSameKeyIsTheSameWrite() throws Exception {
    String input = "{\"documents\":[{\"name\":\"once.md\",\"content\":\"# Once\\n\\nonly\"}]}";
    String first = km.tool("import", input, "Idempotency-Key", "k-1").body();
    assertThat(km.tool("import", input, "Idempotency-Key", "k-1").body())
        .isEqualTo(first)
        .contains("\"replaced\":0");
    expect(km.tool("save", "{\"content\":\"other\"}", "Idempotency-Key", "k-1"), 409, "\"error\":");
    expect(
        km.post(
            rpc("tools/call", "{\"name\":\"save\",\"arguments\":{\"content\":\"other\"}}"),
            "Idempotency-Key",
            "k-1"),
        409,
        "\"jsonrpc\"");
  }

  @Test
  void speaksTheLegacyEra() throws Exception {
    expect(
        km.post(
            rpc(
                "initialize",
                "{\"protocolVersion\":\"2025-06-18\",\"capabilities\":{},\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}")),
        200,
        "\"protocolVersion\":\"2025-06-18\"",
        "\"serverInfo\":{\"name\":\"knowledge-manager\"");
    assertThat(
            km.post("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}").statusCode())
        .isEqualTo(202);
    expect(
        km.post(rpc("tools/list", "{}"), "MCP-Protocol-Version", "2025-06-18"),
        200,
        "\"name\":\"import\"",
        "\"destructiveHint\":true");
    expect(
        km.post(
            rpc("tools/call", "{\"name\":\"save\",\"arguments\":{\"content\":\"legacy era\"}}"),
            "MCP-Protocol-Version",
            "2025-06-18"),
        200,
        "\"structuredContent\":{\"success\":true",
        "\"text\":\"{\\\"success\\\":true");
    expect(km.post(rpc("ping", "{}"), "MCP-Protocol-Version", "2020-01-01"), 400, "-32022");
    expect(km.get("/mcp"), 405);
    expect(km.send(km.request("/mcp").DELETE()), 405);
  }

  @ParameterizedTest
  @CsvSource({
    "server/discover,'',200,supportedVersions",
    "tools/list,'',200,ttlMs",
    "tools/list,tools/call,400,-32020",
    "no/such,'',404,-32601"
  })
  void speaksTheModernEra(String method, String header, int status, String part) throws Exception {
    String meta =
        "{\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\",\"io.modelcontextprotocol/clientCapabilities\":{}}}";
    expect(
        km.post(
            rpc(method, meta),
            "MCP-Protocol-Version",
            MODERN,
            "Mcp-Method",
            header.isEmpty() ? method : header),
        status,
        part);
  }

  @Test
  void bodiesAreBounded() throws Exception {
    String big =
        "{\"tool_name\":\"save\",\"tool_input\":{\"content\":\"" + "x".repeat(8 << 20) + "\"}}";
    expect(km.post(big), 413, "urn:berth:problem:body-too-large", "8388608");
    HttpRequest.BodyPublisher chunked =
        HttpRequest.BodyPublishers.ofInputStream(
            () -> new java.io.ByteArrayInputStream(big.getBytes(StandardCharsets.UTF_8)));
    expect(km.send(km.request("/mcp").POST(chunked)), 413);
    String words = "Die Fähre läuft täglich aus. ".repeat(120_000);
    expect(
        km.tool("import", "{\"documents\":[{\"name\":\"big.txt\",\"content\":\"" + words + "\"}]}"),
        200,
        "\"imported\":1");
    largeOnesAtOnceAreServedOrToldToComeAgain(words);
    expect(km.get("/health"), 200);
  }

  private static void largeOnesAtOnceAreServedOrToldToComeAgain(String words) throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Integer>> calls = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        String input =
            "{\"documents\":[{\"name\":\"big-" + i + ".txt\",\"content\":\"" + words + "\"}]}";
        calls.add(() -> km.tool("import", input).statusCode());
      }
      List<Integer> statuses = new ArrayList<>();
      for (Future<Integer> call : callers.invokeAll(calls)) {
        statuses.add(call.get());
      }
      assertThat(statuses).contains(200).isSubsetOf(200, 503);
    } finally {
      callers.shutdownNow();
    }
  }

  private static String raw(String request) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), km.port)) {
      socket.setSoTimeout(10_000);
      OutputStream out = socket.getOutputStream();
      out.write(request.getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void indexesAreCheckedAndMadeAnewApartFromTheToolsOfModels() throws Exception {
    expect(km.tool("save", "{\"content\":\"the tide table of Saturday\"}"), 200);
    String order = "{\"tool_name\":\"rebuild_index\",\"tool_input\":{\"index\":\"items\"}}";
    expect(
        maintenance(order, "Idempotency-Key", "rebuild-1"),
        200,
        "\"success\":true",
        "\"entries\":");
    expect(
        maintenance(order.replace("rebuild", "check")),
        200,
        "\"index\":\"items\"",
        "\"sound\":true");
    expect(km.tool("query", "{\"question\":\"tide table\"}"), 200, "Saturday");
    expect(maintenance(order.replace("\"items\"", "\"pages\"")), 400, "file_summaries");
    expect(maintenance("[]"), 400, "tool_name");
    expect(km.get("/maintenance"), 405);
    expect(km.tool("rebuild_index", "{\"index\":\"items\"}"), 400, "Unknown tool");
    assertThat(km.get("/mcp/spec").body()).doesNotContain("rebuild_index");
  }

  private static HttpResponse<String> maintenance(String body, String... headers) throws Exception {
    return km.send(
        km.request("/maintenance", headers).POST(HttpRequest.BodyPublishers.ofString(body)));
  }
}
