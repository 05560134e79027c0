package io.berth.gateway.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * A KM's answer to a tool call that may be given again to an equal call: the bytes before and after
 * the request id. Every other byte is the KM's.
 *
 * @param before up to the id; the whole answer in the original's shape
 * @param after behind the id
 */
public record McpAnswer(byte[] before, byte[] after) {

  /**
   * Takes the answer apart.
   *
   * @return empty for what must not be given again: an error, an unfinished result, not JSON
   */
  public static Optional<McpAnswer> of(byte[] body, boolean withId) {
    try {
      if (!(JSON.std.anyFrom(body) instanceof Map<?, ?> answer)) {
        return Optional.empty();
      }
      if (!withId) {
        return answer.containsKey("tool_response")
            ? Optional.of(new McpAnswer(body, new byte[0]))
            : Optional.empty();
      }
      Optional<JsonSpan> id = JsonSpan.ofTopLevel(body, "id");
      return id.isPresent() && isFinal(answer)
          ? Optional.of(split(body, id.get()))
          : Optional.empty();
    } catch (IOException | RuntimeException notJson) {
      return Optional.empty();
    }
  }

  /** The answer to a call with this id. */
  public byte[] withId(Optional<String> id) {
    ByteArrayOutputStream whole = new ByteArrayOutputStream(before.length + after.length + 40);
    whole.writeBytes(before);
    id.ifPresent(text -> whole.writeBytes(text.getBytes(UTF_8)));
    whole.writeBytes(after);
    return whole.toByteArray();
  }

  private static boolean isFinal(Map<?, ?> answer) {
    if (answer.containsKey("error") || !(answer.get("result") instanceof Map<?, ?> result)) {
      return false;
    }
    Object type = result.get("resultType");
    return !Boolean.TRUE.equals(result.get("isError")) && (type == null || type.equals("complete"));
  }

  private static McpAnswer split(byte[] body, JsonSpan id) {
    return new McpAnswer(
        java.util.Arrays.copyOfRange(body, 0, id.start()),
        java.util.Arrays.copyOfRange(body, id.end(), body.length));
  }
}
