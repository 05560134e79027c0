package io.berth.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.berth.acceptance.Api.Reply;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Callers of Berth's own MCP endpoint: the client of the public SDK, which speaks the legacy era,
 * and raw requests of the modern one.
 */
public final class PlatformMcp {
  private static final String VERSION = "2026-07-28";

  private PlatformMcp() {}

  /** The SDK's client, not initialised yet. */
  public static McpSyncClient legacy(String token) {
    HttpClientStreamableHttpTransport transport =
        HttpClientStreamableHttpTransport.builder(BerthUnderTest.current().url().toString())
            .endpoint("/mcp")
            .requestBuilder(HttpRequest.newBuilder().header("Authorization", "Bearer " + token))
            .build();
    return McpClient.sync(transport)
        .requestTimeout(Duration.ofMinutes(2))
        .initializationTimeout(Duration.ofMinutes(1))
        .build();
  }

  /** What the tool answered, which must be a success. */
  public static Map<String, Object> ask(
      McpSyncClient client, String tool, Map<String, Object> arguments) {
    McpSchema.CallToolResult result = call(client, tool, arguments);
    assertThat(result.isError()).as(tool + " " + result).isFalse();
    Map<String, Object> answer = text(result);
    assertThat(answer).as(tool).containsEntry("success", true);
    return answer;
  }

  /** What the tool refused with. */
  public static Map<String, Object> refused(
      McpSyncClient client, String tool, Map<String, Object> arguments) {
    McpSchema.CallToolResult result = call(client, tool, arguments);
    assertThat(result.isError()).as(tool + " " + result).isTrue();
    Map<String, Object> answer = text(result);
    assertThat(answer).as(tool).containsEntry("success", false).containsKey("error");
    return answer;
  }

  private static McpSchema.CallToolResult call(
      McpSyncClient client, String tool, Map<String, Object> arguments) {
    return client.callTool(new McpSchema.CallToolRequest(tool, arguments));
  }

  /** As in the originals, the result is one text, which is JSON. */
  private static Map<String, Object> text(McpSchema.CallToolResult result) {
    assertThat(result.content()).hasSize(1);
    return map(((McpSchema.TextContent) result.content().get(0)).text());
  }

  /** A call of a tool in either era, as bytes for {@link Wire}. */
  public static String onTheWire(
      Api api, String tool, Map<String, Object> arguments, boolean modern) {
    Map<String, Object> params = Map.of("name", tool, "arguments", arguments);
    String body = Api.write(message("tools/call", modern ? withMeta(params) : params));
    String lines =
        modern
            ? VERSION + "\r\nMcp-Method: tools/call\r\nMcp-Name: " + tool + "\r\n"
            : "2025-11-25\r\n";
    return Wire.request(
            "POST",
            "/mcp",
            api.token(),
            "Content-Type: application/json\r\nContent-Length: "
                + body.length()
                + "\r\nAccept: application/json, text/event-stream\r\nMCP-Protocol-Version: "
                + lines)
        + body;
  }

  private static Map<String, Object> message(String method, Map<String, Object> params) {
    return Map.of("jsonrpc", "2.0", "id", 7, "method", method, "params", params);
  }

  private static Map<String, Object> withMeta(Map<String, Object> params) {
    Map<String, Object> all = new HashMap<>(params);
    all.put(
        "_meta",
        Map.of(
            "io.modelcontextprotocol/protocolVersion", VERSION,
            "io.modelcontextprotocol/clientInfo", Map.of("name", "test", "version", "1"),
            "io.modelcontextprotocol/clientCapabilities", Map.of()));
    return all;
  }

  /** One request of the modern era. */
  public static HttpRequest.Builder modern(Api api, String method, Map<String, Object> params) {
    HttpRequest.Builder request =
        api.json("/mcp", message(method, withMeta(params)))
            .header("MCP-Protocol-Version", VERSION)
            .header("Mcp-Method", method);
    return params.containsKey("name")
        ? request.header("Mcp-Name", params.get("name").toString())
        : request;
  }

  /** A tool called in the modern era; what it answered, which must be a success. */
  public static Map<String, Object> ask(Api api, String tool, Map<String, Object> arguments) {
    Map<?, ?> result = result(tool(api, tool, arguments));
    assertThat(result.get("isError")).as(tool + " " + result).isEqualTo(false);
    assertThat(result.get("resultType")).isEqualTo("complete");
    Map<String, Object> answer = content(result);
    assertThat(result.get("structuredContent")).isEqualTo(answer);
    return answer;
  }

  /** A tool called in the modern era. */
  public static Reply tool(Api api, String tool, Map<String, Object> arguments) {
    return api.send(modern(api, "tools/call", Map.of("name", tool, "arguments", arguments)));
  }

  /** What a tool refused with, in the modern era. */
  public static Map<String, Object> refusal(Reply reply) {
    Map<?, ?> result = result(reply);
    assertThat(result.get("isError")).as(reply.toString()).isEqualTo(true);
    return content(result);
  }

  private static Map<?, ?> result(Reply reply) {
    assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
    assertThat(reply.json()).as(reply.toString()).containsKey("result");
    return (Map<?, ?>) reply.json().get("result");
  }

  private static Map<String, Object> content(Map<?, ?> result) {
    List<?> parts = (List<?>) result.get("content");
    assertThat(parts).hasSize(1);
    return map(String.valueOf(((Map<?, ?>) parts.get(0)).get("text")));
  }

  private static Map<String, Object> map(String json) {
    try {
      return JSON.std.mapFrom(json);
    } catch (IOException e) {
      throw new UncheckedIOException(json, e);
    }
  }
}
