package io.berth.gateway.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Two calls with an equal canonical form get one answer: so they must have asked the same. */
class CanonicalFuzzTest {
  private static final JSON EXACT = JSON.std.with(JSON.Feature.USE_BIG_DECIMAL_FOR_FLOATS);

  @FuzzTest
  void theCanonicalFormOfACallSaysAllThatTheCallSaid(byte[] data) throws IOException {
    String arguments = new String(data, UTF_8);
    String call =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"t\","
            + "\"arguments\":"
            + arguments
            + "}}";
    McpMessage message = McpMessages.read(call.getBytes(UTF_8));
    if (!message.repeatable() || !message.tool().equals("t")) {
      return;
    }
    Object asked = ((Map<?, ?>) EXACT.anyFrom(call)).get("params");
    assertThat(said(EXACT.anyFrom(message.params()))).isEqualTo(said(asked));
    if (!UTF_8.newEncoder().canEncode(message.params())) {
      // why: half a pair can be written as an escape alone, and the canonical form has none
      return;
    }
    McpMessage again =
        McpMessages.read(
            ("{\"method\":\"tools/call\",\"id\":2,\"jsonrpc\":\"2.0\",\"params\":"
                    + message.params()
                    + "}")
                .getBytes(UTF_8));
    assertThat(again.params()).isEqualTo(message.params());
    assertThat(again.id()).isEqualTo(Optional.of("2"));
  }

  /** The value with each number as the number it is, however it was written. */
  private static Object said(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> all = new HashMap<>();
      map.forEach((name, inner) -> all.put(name, said(inner)));
      return all;
    }
    if (value instanceof List<?> list) {
      return list.stream().map(CanonicalFuzzTest::said).map(Optional::ofNullable).toList();
    }
    return value instanceof Number number
        ? new BigDecimal(number.toString()).stripTrailingZeros()
        : value;
  }
}
