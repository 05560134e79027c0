package io.berth.gateway.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.berth.mcp.Json;
import io.berth.mcp.JsonException;
import io.berth.mcp.JsonLimits;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** Any bytes as a message: never an exception; ids stand where they are said to stand. */
class McpMessagesFuzzTest {
  private static final Json STRICT = new Json(JsonLimits.REQUEST);

  @FuzzTest
  void idsAreFoundAndAnswersComeTogetherAgain(byte[] data) throws JsonException {
    McpMessage message = McpMessages.read(data);
    if (message.id().isPresent() && strict(data) instanceof Map<?, ?> map) {
      Object id = STRICT.read(message.id().get().getBytes(UTF_8));
      assertThat(id).isEqualTo(map.get("id"));
    }
    Optional<McpAnswer> answer = McpAnswer.of(data, true);
    if (answer.isPresent() && strict(data) instanceof Map<?, ?> map) {
      Object other = STRICT.read(answer.get().withId(Optional.of("\"x\"")));
      assertThat(((Map<?, ?>) other).get("id")).isEqualTo("x");
      assertThat(((Map<?, ?>) other).get("result")).isEqualTo(map.get("result"));
    }
    span(data);
  }

  private static void span(byte[] data) {
    try {
      Optional<JsonSpan> span = JsonSpan.of(data, "params", "name");
      span.ifPresent(
          found -> {
            assertThat(found.start()).isNotNegative();
            assertThat(found.end()).isBetween(found.start(), data.length);
          });
    } catch (IOException notJson) {
      // why nothing: the callers take it for a message that they do not understand
    }
  }

  private static Object strict(byte[] data) {
    try {
      return STRICT.read(data);
    } catch (JsonException refused) {
      return null;
    }
  }
}
