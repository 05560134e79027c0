package io.berth.km.importing;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a text that is too long, at the best place that is not too far back: between paragraphs,
 * else between lines, sentences, words, and at last anywhere but within a character. Pure.
 */
final class LongText {
  private static final List<String> BORDERS = List.of("\n\n", "\n", ". ", " ");

  private LongText() {}

  /** The parts without blank lines around them, each at most so long; none for a blank text. */
  static List<String> split(String text, int longest) {
    List<String> parts = new ArrayList<>();
    int from = 0;
    while (text.length() - from > longest) {
      int to = border(text, from, longest);
      add(parts, text.substring(from, to));
      from = to;
    }
    add(parts, text.substring(from));
    return parts;
  }

  private static void add(List<String> parts, String text) {
    if (!text.isBlank()) {
      // why: blank lines go, the indentation of the first line stays, code may begin there
      parts.add(text.replaceFirst("\\A(?:[ \\t]*\\n)+", "").stripTrailing());
    }
  }

  private static int border(String text, int from, int longest) {
    int end = from + longest;
    for (String border : BORDERS) {
      int at = text.lastIndexOf(border, end - border.length());
      // why: a cut far back would leave a crumb and a part that is too long again
      if (at >= from + longest / 4) {
        return at + border.length();
      }
    }
    return Character.isLowSurrogate(text.charAt(end)) ? end - 1 : end;
  }
}
