package io.berth.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Header lines and, behind an empty line, a body: the endpoint answers, in JSON, in proportion. */
class McpEndpointFuzzTest {
  private static final int LONGEST_REFUSAL = 4_000;
  private static final Json JSON = new Json(new JsonLimits(1 << 16, 20, 1 << 16));
  private static final McpEndpoint<String> ENDPOINT =
      new McpEndpoint<>(
          new ServerInfo("echo", "Echo", "1", "Say a word."),
          new ToolSet<>(List.of(new EchoTool())));

  @FuzzTest
  void eachRequestHasAnAnswerThatIsJson(byte[] data) throws JsonException {
    String text = new String(data, StandardCharsets.ISO_8859_1);
    int end = text.indexOf("\n\n");
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    text.substring(0, Math.max(0, end))
        .lines()
        .filter(line -> line.indexOf(':') > 0)
        .forEach(
            line ->
                headers.put(
                    line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT),
                    line.substring(line.indexOf(':') + 1).strip()));
    byte[] body = text.substring(end < 0 ? 0 : end + 2).getBytes(StandardCharsets.ISO_8859_1);
    McpReply reply;
    Object json = null;
    try {
      json = JSON.read(body);
      reply = ENDPOINT.post(headers::get, json, "!");
    } catch (JsonException e) {
      reply = McpEndpoint.notJson(e);
    }
    assertThat(reply.status()).isIn(200, 202, 400, 404, 409, 503);
    if (reply.body() == null) {
      assertThat(reply.status()).isEqualTo(202);
      return;
    }
    assertThat(reply.body().length).isLessThan(LONGEST_REFUSAL + 60 * (data.length + 50));
    Object answer = JSON.read(reply.body());
    if (answer instanceof Map<?, ?> one && json instanceof Map<?, ?> asked) {
      Object id = one.get("id");
      assertThat(id == null || id.equals(asked.get("id"))).as("id " + id).isTrue();
    }
  }
}
