package io.berth.connector.stdio;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Map;
import java.util.TreeMap;

/**
 * A conversation, a line a turn: {@code >} a caller without a handshake, {@code =} one with a
 * session, {@code <} the program. Whoever is odd, nobody meets an exception, and nothing that the
 * program is sent is not JSON.
 */
class BridgeFuzzTest {
  private static final String MODERN = "2026-07-28";

  @FuzzTest
  void nobodyMeetsAnException(byte[] data) {
    BridgeBench bench = new BridgeBench();
    String session = bench.client("{}");
    for (String line : new String(data, ISO_8859_1).split("\n")) {
      if (line.isEmpty()) {
        continue;
      }
      byte[] rest = line.substring(1).getBytes(ISO_8859_1);
      switch (line.charAt(0)) {
        case '>' -> asked(bench, Map.of("MCP-Protocol-Version", MODERN), rest);
        case '=' -> asked(bench, Map.of("Mcp-Session-Id", session), rest);
        case '<' -> bench.bridge.received(Line.of(rest));
        default -> bench.bridge.received(new Line(rest, true, rest));
      }
    }
    for (Map<String, Object> sent : bench.child.sent) {
      assertThat(sent).containsEntry("jsonrpc", "2.0");
    }
    bench.bridge.close();
  }

  private static void asked(BridgeBench bench, Map<String, String> headers, byte[] body) {
    Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    all.putAll(headers);
    all.put("Accept", "application/json, text/event-stream");
    String text = new String(body, ISO_8859_1);
    for (String method : new String[] {"tools/call", "tools/list", "resources/read", "ping"}) {
      if (text.contains('"' + method + '"')) {
        all.put("Mcp-Method", method);
        all.put("Mcp-Name", "look");
      }
    }
    bench.bridge.handle(new HttpIn("POST", "/mcp", all::get, body), new Reply(true));
  }
}
