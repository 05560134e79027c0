package io.berth.km.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/** Host, Origin and X-Forwarded-Host, a line each: who is let in is this machine by any reading. */
class OriginRuleFuzzTest {
  @FuzzTest
  void whoIsLetInIsThisMachine(byte[] data) {
    String[] lines = new String(data, ISO_8859_1).split("\n", 3);
    Map<String, String> headers = new HashMap<>();
    String[] names = {"Host", "Origin", "X-Forwarded-Host"};
    for (int i = 0; i < lines.length; i++) {
      headers.put(names[i], lines[i]);
    }
    if (OriginRule.breach(headers::get) != null) {
      return;
    }
    assertThat(headers.get("Host").toLowerCase(java.util.Locale.ROOT))
        .matches("(?s)(127\\.0\\.0\\.1|localhost|\\[::1\\])(:.*)?");
    String origin = headers.get("Origin");
    if (origin == null || headers.containsKey("X-Forwarded-Host")) {
      return;
    }
    String host;
    try {
      host = URI.create(origin).getHost();
    } catch (IllegalArgumentException noUri) {
      return;
    }
    assertThat(host == null ? "" : host.toLowerCase(java.util.Locale.ROOT))
        .as("the host of %s, as browsers read it", origin)
        .isIn("127.0.0.1", "localhost", "[::1]", "");
  }
}
