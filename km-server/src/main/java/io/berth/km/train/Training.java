package io.berth.km.train;

import java.io.IOException;
import java.util.Map;

/**
 * A short, representative life of a Knowledge Manager: everything a project's first minutes would
 * touch, so that an archive of the classes that were loaded holds all of them. Run at installation,
 * and once by a process that is kept warm.
 */
public final class Training {
  private static final String MODERN = "MCP-Protocol-Version: 2026-07-28\r\n";
  private static final String META =
      "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\",\"io.modelcontextprotocol/clientCapabilities\":{}}";
  private static final Map<String, String> TOOLS =
      Map.ofEntries(
          Map.entry(
              "save",
              "{\"ticket_id\":\"T-1\",\"title\":\"Backup\",\"content\":\"The backup runs at night, the café opens at eight. Ümlaut.\"}"),
          Map.entry(
              "query",
              "{\"question\":\"when does the \\\"backup runs\\\" at nigth caf*\",\"limit\":5,\"ticket_id\":\"T-1\"}"),
          Map.entry(
              "get_file_path", "{\"component_name\":\"login-form\",\"file_type\":\"component\"}"),
          Map.entry(
              "register_api",
              "{\"component_name\":\"auth\",\"api_definition\":{\"login\":{\"method\":\"POST\",\"n\":1.5,\"ok\":true}},\"file_paths\":[\"src/auth.ts\"]}"),
          Map.entry("get_api", "{\"component_name\":\"auth\"}"),
          Map.entry("get", "{\"item_id\":1}"),
          Map.entry("list", "{\"limit\":5}"),
          Map.entry("delete", "{\"item_id\":999999}"),
          Map.entry(
              "import",
              "{\"documents\":[{\"name\":\"guide.md\",\"content\":\"# Guide\\n\\nStart here.\\n\\n## Backup\\n\\n- at night\\n- `pg_dump`\\n\"}]}"),
          Map.entry(
              "save_file_summary",
              "{\"file_path\":\"src/auth.ts\",\"summary\":\"Logs people in\"}"),
          Map.entry("query_file_summaries", "{\"question\":\"people\"}"));

  private final LocalCaller caller;

  private Training(LocalCaller caller) {
    this.caller = caller;
  }

  /** Calls everything on the server behind {@code port} that was started for it, so many times. */
  public static void run(int port, String secret, String signatureOfTrainer, int rounds)
      throws IOException {
    String head =
        "Berth-Secret: "
            + secret
            + "\r\nBerth-Subject: trainer\r\nBerth-Subject-Signature: "
            + signatureOfTrainer
            + "\r\nContent-Type: application/json\r\n";
    try (LocalCaller caller = new LocalCaller(port, head)) {
      Training training = new Training(caller);
      for (int i = 0; i < rounds; i++) {
        training.round(i);
      }
    }
  }

  private void round(int number) throws IOException {
    for (String page : new String[] {"/ready", "/health", "/status", "/metrics", "/mcp/spec"}) {
      caller.call("GET", page, "", "");
    }
    original(
        "save",
        "{\"content\":\"Piece number "
            + number
            + " of the training\",\"ticket_id\":\"T-"
            + number
            + "\"}",
        "Idempotency-Key: train-" + number + "\r\n");
    for (Map.Entry<String, String> tool : TOOLS.entrySet()) {
      original(tool.getKey(), tool.getValue(), "");
      legacy(
          "tools/call",
          "{\"name\":\"" + tool.getKey() + "\",\"arguments\":" + tool.getValue() + "}");
      modern(
          "tools/call",
          "Mcp-Name: " + tool.getKey() + "\r\n",
          "\"name\":\"" + tool.getKey() + "\",\"arguments\":" + tool.getValue() + ",");
    }
    legacy(
        "initialize",
        "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}");
    legacy("ping", "{}");
    legacy("tools/list", "{}");
    legacy("tools/call", "{\"name\":\"query\",\"arguments\":{}}");
    modern("server/discover", "", "");
    modern("tools/list", "", "");
  }

  private void original(String tool, String input, String headers) throws IOException {
    caller.call(
        "POST", "/mcp", headers, "{\"tool_name\":\"" + tool + "\",\"tool_input\":" + input + "}");
  }

  private void legacy(String method, String params) throws IOException {
    caller.call(
        "POST",
        "/mcp",
        "MCP-Protocol-Version: 2025-11-25\r\n",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":" + params + "}");
  }

  private void modern(String method, String headers, String params) throws IOException {
    caller.call(
        "POST",
        "/mcp",
        MODERN + "Mcp-Method: " + method + "\r\n" + headers,
        "{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\""
            + method
            + "\",\"params\":{"
            + params
            + META
            + "}}");
  }
}
