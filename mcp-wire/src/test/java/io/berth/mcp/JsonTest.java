package io.berth.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  private final Json json = new Json(new JsonLimits(1_000, 5, 100));

  private Object read(String text) throws JsonException {
    return json.read(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void readsEveryKindOfValueInItsWrittenOrder() throws Exception {
    Map<String, Object> expected = new LinkedHashMap<>();
    expected.put("z", 1);
    expected.put("a", Arrays.asList("ä\uD83D\uDE00", true, null, 2.5, 12_345_678_901L));
    expected.put("o", Map.of());

    assertThat(read("{\"z\":1,\"a\":[\"ä\\ud83d\\ude00\",true,null,2.5,12345678901],\"o\":{}}"))
        .isEqualTo(expected);
  }

  @Test
  void keepsEveryDigitOfANumber() throws Exception {
    for (String number :
        new String[] {"1E+400", "0.10000000000000000001", "2.5", "-0.0", "1E-400"}) {
      assertThat(JsonText.text(read(number))).isEqualTo(number);
    }
  }

  @Test
  void refusesAnExponentThatNobodyCanHold() {
    assertThatThrownBy(() -> read("1e5511151231404"))
        .isInstanceOf(JsonException.class)
        .hasMessageContaining("exponent");
  }

  @Test
  void refusesARepeatedNameAndSaysWhich() {
    assertThatThrownBy(() -> read("{\"tool\":1,\"x\":{},\"tool\":2}"))
        .isInstanceOf(JsonException.class)
        .hasMessageContaining("\"tool\" stands twice");
  }

  @Test
  void refusesWhatIsTooDeepTooLongOrTooBig() {
    assertThatThrownBy(() -> read("[[[[[[1]]]]]]")).hasMessageContaining("depth");
    assertThatThrownBy(() -> read("\"" + "x".repeat(101) + "\"")).hasMessageContaining("length");
    assertThatThrownBy(() -> read("[" + " ".repeat(1_000) + "]"))
        .hasMessage("The document has 1002 bytes; at most 1000 are read");
    assertThatThrownBy(() -> read("1".repeat(101))).isInstanceOf(JsonException.class);
  }

  @Test
  void aMillionOpenBracketsCostNoMoreThanTheirLimit() {
    byte[] bomb = new byte[1_000_000];
    Arrays.fill(bomb, (byte) '[');
    assertThatThrownBy(() -> new Json(JsonLimits.REQUEST).read(bomb))
        .isInstanceOf(JsonException.class)
        .hasMessageContaining("depth");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "{\"a\":1,}",
        "[1 2]",
        "nul",
        "NaN",
        "'a'",
        "{a:1}",
        "\"a\u0001\"",
        "01",
        "{} {}",
        "1 x",
        "// c\n1"
      })
  void refusesWhatIsNotExactlyOneJsonDocument(String text) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(JsonException.class);
  }

  @Test
  void refusesBytesThatAreNotUtf8() {
    byte[] late = ("\"" + "x".repeat(50) + "??\"").getBytes(StandardCharsets.US_ASCII);
    late[51] = (byte) 0xC3;
    late[52] = 'y';
    assertThatThrownBy(() -> json.read(late)).hasMessage("Not valid UTF-8 at byte 51");
    assertThatThrownBy(() -> json.read(new byte[] {'"', (byte) 0xC3, '"'}))
        .isInstanceOf(JsonException.class);
    assertThatThrownBy(() -> json.read(new byte[] {0, '"', 0, 'a', 0, '"'}))
        .isInstanceOf(JsonException.class);
  }

  @Test
  void writesWhatItReads() throws Exception {
    String text = "{\"a\":[1,-2.5,\"q\\\"\\n\",null,false,{}],\"b\":{\"c\":\"ü\"}}";
    assertThat(JsonText.text(read(text))).isEqualTo(text);
  }

  @Test
  void embedsWhatWasWrittenBefore() {
    assertThat(JsonText.text(List.of(1, new JsonText.Raw("{\"x\":2}")))).isEqualTo("[1,{\"x\":2}]");
  }

  @Test
  void neverWritesWhatIsNoJson() {
    assertThatThrownBy(() -> JsonText.text(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> JsonText.text(new Object()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
