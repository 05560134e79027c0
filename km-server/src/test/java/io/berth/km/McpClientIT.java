package io.berth.km;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The client of the public MCP SDK (legacy era) against a real KM: handshake, list, calls, errors,
 * and a process that is replaced under it.
 */
class McpClientIT {
  @TempDir Path folder;

  private static McpSyncClient client(KmProcess km) {
    HttpClientStreamableHttpTransport transport =
        HttpClientStreamableHttpTransport.builder("http://127.0.0.1:" + km.port)
            .endpoint("/mcp")
            .requestBuilder(HttpRequest.newBuilder().header("Berth-Secret", KmProcess.SECRET))
            .build();
    return McpClient.sync(transport)
        .requestTimeout(Duration.ofMinutes(1))
        .initializationTimeout(Duration.ofMinutes(1))
        .build();
  }

  @Test
  void aForeignClientFindsItsWayAround() throws Exception {
    try (KmProcess km = KmProcess.start(folder);
        McpSyncClient client = client(km)) {
      McpSchema.InitializeResult agreed = client.initialize();
      assertThat(agreed.protocolVersion()).isEqualTo("2025-11-25");
      assertThat(agreed.serverInfo().name()).isEqualTo("knowledge-manager");
      client.ping();
      assertThat(client.listTools().tools())
          .extracting(McpSchema.Tool::name)
          .containsExactly(
              "save",
              "query",
              "get_file_path",
              "register_api",
              "get_api",
              "get",
              "list",
              "delete",
              "import",
              "save_file_summary",
              "query_file_summaries");
      McpSchema.CallToolResult saved =
          client.callTool(
              new McpSchema.CallToolRequest(
                  "save", Map.of("title", "Tide", "content", "The tide turns at noon")));
      assertThat(saved.isError()).isFalse();
      assertThat(saved.structuredContent()).asString().contains("success=true");
      McpSchema.CallToolResult found =
          client.callTool(
              new McpSchema.CallToolRequest(
                  "query", Map.of("question", "when does the tide turn")));
      assertThat(((McpSchema.TextContent) found.content().get(0)).text())
          .contains("\"summary\":\"The tide turns at noon\"");
      assertThat(
              client.callTool(new McpSchema.CallToolRequest("query", Map.of("limit", 7))).isError())
          .isTrue();
      assertThatThrownBy(
              () -> client.callTool(new McpSchema.CallToolRequest("no_such_tool", Map.of())))
          .hasMessageContaining("no_such_tool");
    }
  }
}
