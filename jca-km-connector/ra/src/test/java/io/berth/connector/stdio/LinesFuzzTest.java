package io.berth.connector.stdio;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What a program writes, cut anywhere: the lines are those of a reader that holds everything. */
class LinesFuzzTest {
  private static final int MOST = 40;

  @FuzzTest
  void theLinesAreThoseOfASlowReader(byte[] data) throws IOException {
    int piece = data.length == 0 ? 1 : 1 + (data[0] & 0x1f);
    List<String> found = new ArrayList<>();
    Lines lines = new Lines(inPieces(data, piece), MOST);
    for (Line line = lines.next(); line != null; line = lines.next()) {
      found.add(line.overlong() ? "overlong" : text(line.bytes()));
      assertThat(line.bytes().length).isLessThanOrEqualTo(512);
      assertThat(line.tail().length).isLessThanOrEqualTo(512);
      assertThat(line.shown().length()).isLessThanOrEqualTo(201);
      line.guessedId();
    }
    assertThat(found).isEqualTo(slowly(data));
  }

  private static List<String> slowly(byte[] data) {
    List<String> lines = new ArrayList<>();
    int from = 0;
    for (int at = 0; at <= data.length; at++) {
      if (at == data.length || data[at] == '\n') {
        byte[] line = Arrays.copyOfRange(data, from, at);
        String stripped = text(line).replaceFirst("[\\x00-\\x20]+\\z", "");
        if (line.length > MOST) {
          lines.add("overlong");
        } else if (!stripped.isEmpty()) {
          lines.add(stripped);
        }
        from = at + 1;
      }
    }
    return lines;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static InputStream inPieces(byte[] data, int piece) {
    return new ByteArrayInputStream(data) {
      @Override
      public synchronized int read(byte[] into, int offset, int length) {
        return super.read(into, offset, Math.min(length, piece));
      }
    };
  }
}
