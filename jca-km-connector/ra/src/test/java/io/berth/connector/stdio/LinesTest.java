package io.berth.connector.stdio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinesTest {
  @Test
  void linesComeWholeWithoutTheirEndsAndEmptyOnesNot() throws IOException {
    assertThat(read("a\r\n\n  \nb c\nlast", 100))
        .extracting(line -> new String(line.bytes(), UTF_8))
        .containsExactly("a", "b c", "last");
  }

  @Test
  void aLineOfExactlyTheLimitIsWhole() throws IOException {
    String line = "x".repeat(50_000);
    assertThat(read(line + "\n" + line + "y\nz", 50_000))
        .extracting(Line::overlong)
        .containsExactly(false, true, false);
  }

  @Test
  void anOverlongLineKeepsOnlyItsEnds() throws IOException {
    Line line =
        read("{\"result\":\"" + "x".repeat(200_000) + "\",\"jsonrpc\":\"2.0\",\"id\":42}\n", 1_000)
            .get(0);
    assertThat(line.overlong()).isTrue();
    assertThat(line.bytes().length + line.tail().length).isLessThan(2_000);
    assertThat(line.guessedId()).hasValue(42);
  }

  @Test
  void anIdIsGuessedOnlyWhereLibrariesWriteIt() {
    assertThat(guess("{\"jsonrpc\":\"2.0\",\"id\":9,\"result\":", "x")).isEqualTo(9);
    assertThat(guess("{\"result\":", "\"},\"id\":9,\"jsonrpc\":\"2.0\"}")).isEqualTo(9);
    assertThat(guess("{\"result\":{\"id\":9,", "\"id\":8}]}}  x")).isEqualTo(-1);
  }

  private static long guess(String head, String tail) {
    return new Line(head.getBytes(UTF_8), true, tail.getBytes(UTF_8)).guessedId().orElse(-1);
  }

  private static List<Line> read(String text, int most) throws IOException {
    Lines lines = new Lines(new ByteArrayInputStream(text.getBytes(UTF_8)), most);
    List<Line> all = new ArrayList<>();
    for (Line line = lines.next(); line != null; line = lines.next()) {
      all.add(line);
    }
    return all;
  }
}
