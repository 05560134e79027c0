package io.berth.km.search;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Chooses the place of a text that shows best why it was found: the stretch with most of the words
 * asked for. Compares beginnings of words, as stems do. Pure.
 */
public final class Snippets {
  private static final int WIDTH = 240;
  private static final int LOOKED_AT = 8_192;
  private static final Pattern BLANKS = Pattern.compile("\\s+");

  private Snippets() {}

  /** A single line of at most about 240 characters; cut ends are marked with an ellipsis. */
  public static String of(String content, List<Sought> sought) {
    String text = content.substring(0, Math.min(content.length(), LOOKED_AT));
    if (text.length() <= WIDTH) {
      return oneLine(content, 0, Math.min(content.length(), WIDTH));
    }
    List<Words.Word> words = Words.of(text);
    int start = bestStart(words, beginnings(sought));
    int end = Math.min(content.length(), start + WIDTH);
    return oneLine(content, start, end);
  }

  /** Where the stretch begins that holds the most different words; three words before the first. */
  private static int bestStart(List<Words.Word> words, List<String> beginnings) {
    int[] hits = words.stream().mapToInt(word -> beginningOf(word.folded(), beginnings)).toArray();
    int[] within = new int[beginnings.size()];
    int different = 0;
    int most = 0;
    int best = 0;
    int last = 0;
    for (int first = 0; first < hits.length; first++) {
      int end = words.get(first).start() + WIDTH;
      for (; last < hits.length && words.get(last).end() <= end; last++) {
        if (hits[last] >= 0 && within[hits[last]]++ == 0) {
          different++;
        }
      }
      if (hits[first] >= 0) {
        if (different > most) {
          most = different;
          best = words.get(Math.max(0, first - 3)).start();
        }
        if (last > first && --within[hits[first]] == 0) {
          different--;
        }
      }
      last = Math.max(last, first + 1);
    }
    return best;
  }

  private static List<String> beginnings(List<Sought> sought) {
    Set<String> beginnings = new HashSet<>();
    for (Sought one : sought) {
      for (String word : one.term().text().split(" ")) {
        beginnings.add(beginning(word));
      }
      one.nearWords().forEach(word -> beginnings.add(beginning(word.text())));
    }
    return List.copyOf(beginnings);
  }

  private static String beginning(String word) {
    return word.length() <= 5 ? word : word.substring(0, Math.max(5, word.length() - 3));
  }

  private static int beginningOf(String word, List<String> beginnings) {
    for (int i = 0; i < beginnings.size(); i++) {
      if (word.startsWith(beginnings.get(i))) {
        return i;
      }
    }
    return -1;
  }

  private static String oneLine(String text, int from, int to) {
    int start = from > 0 && Character.isLowSurrogate(text.charAt(from)) ? from + 1 : from;
    int end = to < text.length() && Character.isLowSurrogate(text.charAt(to)) ? to - 1 : to;
    String cut = BLANKS.matcher(text.substring(start, end).strip()).replaceAll(" ");
    return (start > 0 ? "… " : "") + cut + (end < text.length() ? " …" : "");
  }
}
