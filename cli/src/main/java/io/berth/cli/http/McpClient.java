package io.berth.cli.http;

import com.fasterxml.jackson.jr.ob.JSON;
import io.berth.cli.CommandFailure;
import io.berth.cli.Versions;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Calls a tool of a project over MCP (2026-07-28, stateless), through the gateway. */
public final class McpClient {
  private static final String VERSION = "2026-07-28";

  private final BerthApi api;
  private int calls;

  /** A client of this server. */
  public McpClient(BerthApi api) {
    this.api = api;
  }

  /**
   * Calls a tool and gives back its structured answer.
   *
   * @throws CommandFailure with the tool's or the server's own words
   */
  public Map<String, Object> call(String project, String tool, Map<String, ?> arguments) {
    Map<String, Object> meta = new LinkedHashMap<>();
    meta.put("io.modelcontextprotocol/protocolVersion", VERSION);
    meta.put(
        "io.modelcontextprotocol/clientInfo", Map.of("name", "berth", "version", Versions.berth()));
    meta.put("io.modelcontextprotocol/clientCapabilities", Map.of());
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("jsonrpc", "2.0");
    request.put("id", ++calls);
    request.put("method", "tools/call");
    request.put("params", Map.of("name", tool, "arguments", arguments, "_meta", meta));
    Reply reply =
        api.call(
            "POST",
            "/projects/" + BerthApi.segment(project) + "/mcp",
            BodyPublishers.ofString(BerthApi.json(request)),
            Map.of(
                "Content-Type", "application/json",
                "Accept", "application/json, text/event-stream",
                "MCP-Protocol-Version", VERSION,
                "Mcp-Method", "tools/call",
                "Mcp-Name", tool));
    return result(project, tool, message(reply));
  }

  /** The answer is one message, alone or as the last event of a stream. */
  private static Map<String, Object> message(Reply reply) {
    if (!reply.header("Content-Type").startsWith("text/event-stream")) {
      return reply.json();
    }
    String last =
        reply
            .body()
            .lines()
            .filter(line -> line.startsWith("data:"))
            .reduce((first, second) -> second)
            .orElse("")
            .replaceFirst("^data: ?", "");
    return parsed(last);
  }

  private static Map<String, Object> result(
      String project, String tool, Map<String, Object> message) {
    if (message.get("error") instanceof Map<?, ?> error) {
      throw new CommandFailure(
          "Project " + project + ", tool " + tool + ": " + error.get("message") + ".");
    }
    Map<String, Object> result = Reply.object(message.get("result"));
    String text =
        result.get("content") instanceof List<?> content && !content.isEmpty()
            ? String.valueOf(Reply.object(content.get(0)).get("text"))
            : "";
    if (Boolean.TRUE.equals(result.get("isError"))) {
      throw new CommandFailure("Project " + project + ", tool " + tool + ": " + text);
    }
    return result.get("structuredContent") instanceof Map<?, ?> structured
        ? Reply.object(structured)
        : parsed(text);
  }

  private static Map<String, Object> parsed(String text) {
    try {
      return JSON.std.mapFrom(text);
    } catch (IOException e) {
      throw new CommandFailure(
          "The project's answer is not JSON: is its runtime an MCP server?", e);
    }
  }
}
