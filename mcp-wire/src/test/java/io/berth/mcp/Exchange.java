package io.berth.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One POST to an endpoint with the echo tool, and what came back. */
final class Exchange {
  private static final McpEndpoint<String> ENDPOINT =
      new McpEndpoint<>(
          new ServerInfo("echo", "Echo", "1", "Say a word."),
          new ToolSet<>(List.of(new EchoTool())));

  private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private McpReply reply;

  static Exchange with(String... headers) {
    Exchange exchange = new Exchange();
    for (int i = 0; i < headers.length; i += 2) {
      exchange.headers.put(headers[i], headers[i + 1]);
    }
    return exchange;
  }

  Exchange and(String name, String value) {
    headers.put(name, value);
    return this;
  }

  Exchange post(String body) throws JsonException {
    Object json = new Json(JsonLimits.REQUEST).read(body.getBytes(StandardCharsets.UTF_8));
    reply = ENDPOINT.post(headers::get, json, "!");
    return this;
  }

  Exchange answers(int status) {
    assertThat(reply.status()).as(text()).isEqualTo(status);
    return this;
  }

  Exchange saying(String... parts) {
    assertThat(text()).contains(parts);
    return this;
  }

  Exchange withoutBody() {
    assertThat(reply.body()).isNull();
    return this;
  }

  private String text() {
    return reply.body() == null ? "(no body)" : new String(reply.body(), StandardCharsets.UTF_8);
  }
}
