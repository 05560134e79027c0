package io.berth.km.warm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class WordsTest {
  private final Words words = new Words(4096);

  @Test
  void anArrayOfStringsIsUnderstood() throws Exception {
    assertThat(words.read(utf8("[\"--data\",\"/über \\\"uns\\\"\\n\"]")))
        .containsExactly("--data", "/über \"uns\"\n");
  }

  @Test
  void anythingElseIsRefusedWithItsReason() {
    refused("", "empty");
    refused("{\"port\":1}", "JSON array of 1 to 256 words");
    refused("[]", "JSON array of 1 to 256 words");
    refused("[\"--port\",5001]", "word 2 of the assignment is not a string");
    refused("[[\"--port\"]]", "not JSON");
    refused("[\"--port\"", "not JSON");
    refused("[" + "\"a\",".repeat(256) + "\"a\"]", "256");
  }

  private void refused(String line, String reason) {
    assertThatThrownBy(() -> words.read(utf8(line)))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining(reason);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
