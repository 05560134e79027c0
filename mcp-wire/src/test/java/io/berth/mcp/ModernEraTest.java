package io.berth.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ModernEraTest {
  private static final String V = "2026-07-28";

  private static String body(String method, String version, String more) {
    return "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\""
        + method
        + "\",\"params\":{"
        + more
        + "\"_meta\":{\""
        + RequestMeta.PROTOCOL_VERSION
        + "\":\""
        + version
        + "\",\""
        + RequestMeta.CLIENT_CAPABILITIES
        + "\":{}}}}";
  }

  private static String body(String method) {
    return body(method, V, "");
  }

  private static Exchange modern(String method, String... more) {
    Exchange exchange = Exchange.with(more);
    return exchange.and(McpHeaders.PROTOCOL_VERSION, V).and(McpHeaders.METHOD, method);
  }

  @Test
  void discoversVersionsAndCapabilities() throws Exception {
    modern("server/discover")
        .post(body("server/discover"))
        .answers(200)
        .saying(
            "\"supportedVersions\":[\"2026-07-28\"",
            "\"capabilities\":{\"tools\":{}}",
            "\"resultType\":\"complete\"",
            "\"ttlMs\":300000",
            "\"cacheScope\":\"public\"",
            "\"_meta\":{\"io.modelcontextprotocol/serverInfo\":{\"name\":\"echo\"");
  }

  @Test
  void listsToolsWithTheirTimeToLive() throws Exception {
    modern("tools/list")
        .post(body("tools/list"))
        .answers(200)
        .saying(
            "\"name\":\"echo\"",
            "\"ttlMs\":300000",
            "\"cacheScope\":\"public\"",
            "\"resultType\":\"complete\"");
  }

  @Test
  void callsAToolWhoseHeadersRepeatTheBody() throws Exception {
    String call = body("tools/call", V, "\"name\":\"echo\",\"arguments\":{\"word\":\"hi\"},");
    modern("tools/call", McpHeaders.NAME, "echo")
        .post(call)
        .answers(200)
        .saying(
            "\"structuredContent\":{\"said\":\"hi!\"}",
            "\"resultType\":\"complete\"",
            "\"isError\":false");
    modern("tools/call", McpHeaders.NAME, "=?base64?ZWNobw==?=").post(call).answers(200);
    modern("tools/call").post(call).answers(400).saying("-32020", "Mcp-Name is missing");
    modern("tools/call", McpHeaders.NAME, "other")
        .post(call)
        .answers(400)
        .saying("-32020", "'other'", "'echo'");
    modern("tools/call", McpHeaders.NAME, "=?base64?!!?=")
        .post(call)
        .answers(400)
        .saying("-32020", "Base64");
    modern("tools/list", McpHeaders.NAME, "echo")
        .post(call)
        .answers(400)
        .saying("-32020", "Mcp-Method");
    Exchange.with(McpHeaders.PROTOCOL_VERSION, V, McpHeaders.NAME, "echo")
        .post(call)
        .answers(400)
        .saying("-32020", "Mcp-Method is missing");
  }

  @Test
  void refusesVersionsItDoesNotSpeak() throws Exception {
    Exchange.with(McpHeaders.PROTOCOL_VERSION, "2099-01-01", McpHeaders.METHOD, "tools/list")
        .post(body("tools/list", "2099-01-01", ""))
        .answers(400)
        .saying("-32022", "\"supported\":[\"2026-07-28\"", "\"requested\":\"2099-01-01\"");
    Exchange.with(McpHeaders.PROTOCOL_VERSION, "2025-11-25", McpHeaders.METHOD, "tools/list")
        .post(body("tools/list", "2025-11-25", ""))
        .answers(400)
        .saying("-32022", "\"supported\":[\"2026-07-28\"]");
  }

  @Test
  void headerAndBodyMustNameTheSameVersion() throws Exception {
    Exchange.with(McpHeaders.METHOD, "tools/list")
        .post(body("tools/list"))
        .answers(400)
        .saying("-32020", "MCP-Protocol-Version is missing");
    Exchange.with(McpHeaders.PROTOCOL_VERSION, "2025-11-25", McpHeaders.METHOD, "tools/list")
        .post(body("tools/list"))
        .answers(400)
        .saying("-32020");
  }

  @Test
  void aModernHeaderWithoutMetadataIsMalformed() throws Exception {
    modern("tools/list")
        .post("{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/list\"}")
        .answers(400)
        .saying("\"id\":7", "-32602", "protocolVersion");
    modern("tools/list")
        .post(
            "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/list\",\"params\":{\"_meta\":{\""
                + RequestMeta.PROTOCOL_VERSION
                + "\":\""
                + V
                + "\"}}}")
        .answers(400)
        .saying("-32602", "clientCapabilities");
  }

  @Test
  void unknownMethodsAreNotFoundWithABodyThatProvesTheEra() throws Exception {
    modern("nope").post(body("nope")).answers(404).saying("\"id\":7", "-32601", "nope");
    modern("initialize").post(body("initialize")).answers(404).saying("-32601");
    modern("ping").post(body("ping")).answers(404).saying("-32601");
  }

  @Test
  void takesNotificationsButNoResponses() throws Exception {
    Exchange.with(McpHeaders.PROTOCOL_VERSION, V)
        .post("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/x\"}")
        .answers(202)
        .withoutBody();
    Exchange.with(McpHeaders.PROTOCOL_VERSION, V)
        .post("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}")
        .answers(400)
        .saying("-32600");
  }

  @Test
  void decodesHeaderValues() {
    assertThat(McpHeaders.decode("plain")).isEqualTo("plain");
    assertThat(McpHeaders.decode("=?base64?SGVsbG8sIOS4lueVjA==?=")).isEqualTo("Hello, 世界");
    assertThat(McpHeaders.decode("=?base64?")).isEqualTo("=?base64?");
    assertThat(McpHeaders.decode("nül")).isNull();
  }
}
