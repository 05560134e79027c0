package io.berth.connector.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class FlatJsonTest {
  @Test
  void readsWhatOtherToolsWrite() {
    assertThat(FlatJson.read("{\"a\":\"x\\n\\t\\/\\u00e9\",\"b\" : -7 }"))
        .isEqualTo(Map.of("a", "x\n\t/é", "b", "-7"));
    assertThat(FlatJson.read("{}")).isEmpty();
  }

  @Test
  void aDamagedFileIsNoRecordRatherThanAnException() {
    for (String text :
        new String[] {
          "{\"a\":\"\\uzzzz\"}",
          "{\"a\":\"\\u12\"}",
          "{\"a\":1 \"b\":2}",
          "{\"a\":1,}",
          "{\"a\":}",
          "{",
          "}"
        }) {
      assertThat(FlatJson.read(text)).as(text).isEmpty();
      assertThat(ProcessRecord.fromJson(text)).as(text).isEmpty();
    }
  }

  @Test
  void aLongTextIsNoDeepStack() {
    String text = "\"\\".repeat(200_000);
    assertThat(FlatJson.read(FlatJson.write(Map.of("a", text)))).isEqualTo(Map.of("a", text));
  }
}
