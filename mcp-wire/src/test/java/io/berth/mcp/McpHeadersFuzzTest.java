package io.berth.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The values of Mcp-Name: read back exactly as a client wrote them, and never an exception. */
class McpHeadersFuzzTest {
  @FuzzTest
  void whatAClientEncodesIsReadAsItWas(byte[] data) {
    String name = new String(data, StandardCharsets.UTF_8);
    String encoded =
        "=?base64?"
            + Base64.getEncoder().encodeToString(name.getBytes(StandardCharsets.UTF_8))
            + "?=";
    assertThat(McpHeaders.decode(encoded)).isEqualTo(name);

    String read = McpHeaders.decode(new String(data, StandardCharsets.ISO_8859_1));
    if (read != null) {
      assertThat(read.length()).isLessThanOrEqualTo(data.length);
    }
  }
}
