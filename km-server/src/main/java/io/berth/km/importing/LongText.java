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
      parts.add(text.substring(firstLine(text)).stripTrailing());
    }
  }

  /** Where the first line begins that is not blank. why no pattern: many lines are a deep stack. */
  private static int firstLine(String text) {
    int from = 0;
    for (int at = 0; at < text.length() && " \t\n".indexOf(text.charAt(at)) >= 0; at++) {
      from = text.charAt(at) == '\n' ? at + 1 : from;
    }
    return from;
  }

  private static int border(String text, int from, int longest) {
    int end = from + longest;
    // why: a cut far back would leave a crumb and a part that is too long again
    int least = from + longest / 4;
    String window = text.substring(least, end);
    for (String border : BORDERS) {
      int at = window.lastIndexOf(border);
      if (at >= 0) {
        return least + at + border.length();
      }
    }
    return Character.isLowSurrogate(text.charAt(end)) ? end - 1 : end;
  }
}
