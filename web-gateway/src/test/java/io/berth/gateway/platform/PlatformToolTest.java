package io.berth.gateway.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.gateway.json.JsonView;
import io.berth.gateway.security.Caller;
import io.berth.gateway.security.Grants;
import io.berth.gateway.security.Role;
import io.berth.mcp.Argument;
import io.berth.mcp.InputSchema;
import io.berth.mcp.Json;
import io.berth.mcp.JsonException;
import io.berth.mcp.JsonLimits;
import io.berth.mcp.McpEndpoint;
import io.berth.mcp.McpReply;
import io.berth.mcp.ServerInfo;
import io.berth.mcp.ToolHints;
import io.berth.mcp.ToolSet;
import io.berth.mcp.ToolSpec;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PlatformToolTest {
  private static final Caller ANN =
      new Caller("ann", Set.of(Role.AGENT), Grants.of(List.of("alpha")), Instant.MAX);

  private final List<CompletableFuture<?>> waits = new ArrayList<>();

  @Test
  void theAnswerIsTextAndStructureAtOnce() throws JsonException {
    McpReply reply = call((who, in) -> view(in.getString("word") + " of " + who.subject()), "hi");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(text(reply))
        .contains("\"structuredContent\":{\"said\":\"hi of ann\"}", "\"isError\":false");
  }

  @Test
  void aRefusalIsToldAsTheManagementApiTellsIt() throws JsonException {
    McpReply reply =
        call(
            (who, in) -> {
              throw new KmException(Problem.STALE_ATTEMPT, "too late");
            },
            "hi");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(text(reply))
        .contains("\"isError\":true", "urn:berth:problem:stale-attempt", "too late")
        .contains("\\\"success\\\":false", "\\\"status\\\":409");
  }

  @Test
  void argumentsAgainstTheSchemaAreToldInTheSameShape() throws JsonException {
    McpReply reply = call((who, in) -> view("never"), "much too long a word");
    assertThat(text(reply))
        .contains("\"isError\":true", "urn:berth:problem:invalid", "at most 10 are allowed");
  }

  @Test
  void aDatabaseThatIsAwayEndsTheRequestAndADefectShowsItsIncidentOnly() throws JsonException {
    McpReply away =
        call(
            (who, in) -> {
              throw new KmException(Problem.UNAVAILABLE, "the database is away");
            },
            "hi");
    assertThat(away.status()).isEqualTo(503);
    assertThat(text(away)).contains("\"code\":-32603");
    McpReply defect =
        call(
            (who, in) -> {
              throw new IllegalStateException("secret words");
            },
            "hi");
    assertThat(text(defect)).contains("incident", "\"isError\":true").doesNotContain("secret");
  }

  @Test
  void whatFailsLateIsToldLikeWhatFailsAtOnce() throws JsonException {
    PlatformTool late =
        new PlatformTool(
            spec(),
            (who, in) ->
                CompletableFuture.failedFuture(new KmException(Problem.NO_SUCH_AGENT, "gone")));
    McpReply reply = post(late, "hi");
    assertThat(text(reply)).contains("\"isError\":true", "no-such-agent");
  }

  @Test
  void whatACallWaitsForCanBeBrokenOffWhichIsNoIncident() throws JsonException {
    CompletableFuture<JsonView> task = new CompletableFuture<>();
    PlatformTool late =
        new PlatformTool(
            spec(),
            (visit, in) -> {
              visit.endsWithItsCaller(task);
              return task.thenApply(view -> view);
            });
    CompletableFuture<McpReply> reply = begin(late, "hi");
    assertThat(reply).isNotDone();
    assertThat(waits).hasSize(1);
    waits.get(0).cancel(false);
    assertThat(text(reply.join())).contains("the caller left").doesNotContain("incident");
  }

  private McpReply call(PlatformTool.Now work, String word) throws JsonException {
    return post(PlatformTool.of(spec(), work), word);
  }

  private McpReply post(PlatformTool tool, String word) throws JsonException {
    return begin(tool, word).join();
  }

  private CompletableFuture<McpReply> begin(PlatformTool tool, String word) throws JsonException {
    String body =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":"
            + "{\"name\":\"say\",\"arguments\":{\"word\":\""
            + word
            + "\"}}}";
    return new McpEndpoint<>(new ServerInfo("t", "T", "1", ""), new ToolSet<>(List.of(tool)))
        .begin(
            name -> null,
            new Json(JsonLimits.REQUEST).read(body.getBytes(StandardCharsets.UTF_8)),
            new Visit(ANN, waits::add))
        .toCompletableFuture();
  }

  private static ToolSpec spec() {
    return new ToolSpec(
        "say",
        "Say",
        "Says it",
        InputSchema.of(Argument.required("word", Args.text(1, 10), "A word")),
        ToolHints.READS);
  }

  private static JsonView view(String word) {
    return new JsonView().text("said", word);
  }

  private static String text(McpReply reply) {
    return new String(reply.body(), StandardCharsets.UTF_8);
  }
}
