package io.berth.cli.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;

/** What a client or a server says to the command as a stdio server: understood, or not JSON. */
class MessageFuzzTest {
  @FuzzTest
  void headersAreLinesAndEventsEnd(byte[] data) throws IOException {
    try {
      Message message = Message.of(data);
      for (Map.Entry<String, String> header : message.headers().entrySet()) {
        if (header.getKey().equals("Mcp-Name")) {
          assertThat(header.getValue()).matches("[ -~]*");
        }
      }
      message.isRequest();
    } catch (IOException notJson) {
      assertThat(notJson.getMessage()).isNotBlank();
    }
    InputLines lines = new InputLines(new ByteArrayInputStream(data));
    for (byte[] line = lines.next(); line != null; line = lines.next()) {
      assertThat(new String(line, UTF_8)).isNotBlank().doesNotContain("\n");
    }
    for (boolean stream : new boolean[] {true, false}) {
      Events events = new Events(new ByteArrayInputStream(data), stream);
      int seen = 0;
      for (String event = events.next(); event != null; event = events.next()) {
        assertThat(event).isNotBlank().doesNotContain("\n", "\r");
        seen++;
      }
      assertThat(seen).isLessThanOrEqualTo(1 + data.length / 7);
    }
  }
}
