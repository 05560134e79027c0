package io.berth.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class WaitingToolTest {
  private final CompletableFuture<String> coming = new CompletableFuture<>();
  private final McpEndpoint<String> endpoint =
      new McpEndpoint<>(
          new ServerInfo("later", "Later", "1", ""),
          new ToolSet<>(List.of(new EchoTool(), new LaterTool(coming))));

  @Test
  void theAnswerComesWhenTheToolHasItInBothEras() throws JsonException {
    CompletableFuture<McpReply> legacy = begin(Map.of(), call(1, ""));
    CompletableFuture<McpReply> modern =
        begin(
            Map.of(
                McpHeaders.PROTOCOL_VERSION, "2026-07-28",
                McpHeaders.METHOD, "tools/call",
                McpHeaders.NAME, "later"),
            call(
                2,
                """
                ,"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",
                 "io.modelcontextprotocol/clientCapabilities":{}}"""));
    assertThat(legacy).isNotDone();
    assertThat(modern).isNotDone();
    coming.complete("{\"here\":true}");
    assertThat(text(legacy)).contains("\"id\":1", "\"structuredContent\":{\"here\":true}");
    assertThat(text(modern)).contains("\"id\":2", "\"resultType\":\"complete\"");
  }

  @Test
  void aBatchWaitsForItsSlowestAndKeepsItsOrder() throws JsonException {
    CompletableFuture<McpReply> batch =
        begin(
            Map.of(),
            "["
                + call(1, "")
                + ",{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"ping\"},"
                + "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}]");
    assertThat(batch).isNotDone();
    coming.complete("{}");
    assertThat(text(batch)).matches("(?s)\\[\\{.*\"id\":1.*\\},\\{.*\"id\":2.*\\}\\]");
  }

  @Test
  void lateFailuresAreToldAsEarlyOnes() throws JsonException {
    CompletableFuture<McpReply> wrong = begin(Map.of(), call(1, ""));
    coming.completeExceptionally(new ToolFailure(ToolFailure.Kind.INVALID, "not so"));
    assertThat(wrong.join().status()).isEqualTo(200);
    assertThat(text(wrong)).contains("\"isError\":true", "told: not so");
    CompletableFuture<String> away = new CompletableFuture<>();
    McpEndpoint<String> other =
        new McpEndpoint<>(
            new ServerInfo("later", "Later", "1", ""), new ToolSet<>(List.of(new LaterTool(away))));
    CompletableFuture<McpReply> outage =
        other.begin(h -> null, json(call(1, "")), "").toCompletableFuture();
    away.completeExceptionally(new ToolFailure(ToolFailure.Kind.UNAVAILABLE, "away"));
    assertThat(outage.join().status()).isEqualTo(503);
    assertThat(text(outage)).contains("\"code\":-32603", "away");
  }

  @Test
  void aDefectIsNotDressedUp() throws JsonException {
    CompletableFuture<McpReply> reply = begin(Map.of(), call(1, ""));
    coming.completeExceptionally(new IllegalStateException("a defect"));
    assertThatThrownBy(reply::join).hasCauseInstanceOf(IllegalStateException.class);
  }

  private CompletableFuture<McpReply> begin(Map<String, String> headers, String body)
      throws JsonException {
    return endpoint.begin(headers::get, json(body), "").toCompletableFuture();
  }

  private static Object json(String body) throws JsonException {
    return new Json(JsonLimits.REQUEST).read(body.getBytes(StandardCharsets.UTF_8));
  }

  private static String call(int id, String more) {
    return "{\"jsonrpc\":\"2.0\",\"id\":"
        + id
        + ",\"method\":\"tools/call\",\"params\":{\"name\":\"later\",\"arguments\":{}"
        + more
        + "}}";
  }

  private static String text(CompletableFuture<McpReply> reply) {
    return new String(reply.join().body(), StandardCharsets.UTF_8);
  }

  /** Answers when its stage does. */
  private record LaterTool(CompletionStage<String> answer) implements Tool<String> {
    @Override
    public ToolSpec spec() {
      return new ToolSpec("later", "Later", "Waits", InputSchema.of(), ToolHints.ADDS);
    }

    @Override
    public String call(Arguments arguments, String context) {
      throw new UnsupportedOperationException("it waits");
    }

    @Override
    public CompletionStage<String> begin(Arguments arguments, String context) {
      return answer.thenApply(json -> json);
    }

    @Override
    public String told(ToolFailure failure) {
      return "told: " + failure.getMessage();
    }
  }
}
