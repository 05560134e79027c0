package io.berth.connector.warm;

import java.util.List;
import java.util.stream.Collectors;

/** Writes words as a JSON array on one line: what the control socket takes. Pure. */
public final class JsonWords {
  private JsonWords() {}

  /** The array, without an end of line. */
  public static String write(List<String> words) {
    return words.stream().map(JsonWords::text).collect(Collectors.joining(",", "[", "]"));
  }

  private static String text(String word) {
    StringBuilder out = new StringBuilder("\"");
    for (char c : word.toCharArray()) {
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ') {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.append('"').toString();
  }
}
