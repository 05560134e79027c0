package io.berth.km.search;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Chooses the place of a text that shows best why it was found: the stretch with most of the words
 * asked for. Compares beginnings of words, as stems do. Runs for every result of every question, so
 * it makes no objects while it looks. Pure.
 */
public final class Snippets {
  private static final int WIDTH = 240;
  private static final int BEFORE = 24;
  private static final int LOOKED_AT = 8_192;
  private static final int PLACES = 64;

  private Snippets() {}

  /** A single line of at most about 250 characters; cut ends are marked with an ellipsis. */
  public static String of(String content, List<Sought> sought) {
    if (content.length() <= WIDTH) {
      return oneLine(content, 0, content.length());
    }
    int best = bestPlace(content, beginnings(sought));
    int start = wordStart(content, Math.max(0, best - BEFORE), best);
    return oneLine(content, start, Math.min(content.length(), start + WIDTH));
  }

  /** Where the stretch begins that holds the most different words; 0 if there are none. */
  private static int bestPlace(String text, String[] beginnings) {
    int[] places = new int[PLACES];
    int[] words = new int[PLACES];
    int count = findPlaces(text, beginnings, places, words);
    int best = 0;
    int most = 0;
    for (int first = 0; first < count; first++) {
      long seen = 0;
      for (int i = first; i < count && places[i] < places[first] + WIDTH - BEFORE - 8; i++) {
        seen |= 1L << words[i];
      }
      if (Long.bitCount(seen) > most) {
        most = Long.bitCount(seen);
        best = places[first];
      }
    }
    return best;
  }

  private static int findPlaces(String text, String[] beginnings, int[] places, int[] words) {
    int end = Math.min(text.length(), LOOKED_AT);
    int count = 0;
    boolean within = false;
    for (int i = 0; i < end && count < PLACES; i++) {
      boolean part = Words.isWordPart(text.charAt(i));
      if (part && !within) {
        int word = wordAt(text, i, beginnings);
        if (word >= 0) {
          places[count] = i;
          words[count++] = word;
        }
      }
      within = part;
    }
    return count;
  }

  private static int wordAt(String text, int at, String[] beginnings) {
    for (int i = 0; i < beginnings.length; i++) {
      if (text.regionMatches(true, at, beginnings[i], 0, beginnings[i].length())) {
        return i;
      }
    }
    return -1;
  }

  private static String[] beginnings(List<Sought> sought) {
    Set<String> beginnings = new LinkedHashSet<>();
    for (Sought one : sought) {
      for (String word : one.term().text().split(" ")) {
        beginnings.add(beginning(word));
      }
      one.nearWords().forEach(word -> beginnings.add(beginning(word.text())));
    }
    return beginnings.stream().limit(Long.SIZE).toArray(String[]::new);
  }

  private static String beginning(String word) {
    return word.length() <= 5 ? word : word.substring(0, Math.max(5, word.length() - 3));
  }

  /** The first start of a word in between; the place itself if there is none. */
  private static int wordStart(String text, int from, int place) {
    for (int i = from; i < place; i++) {
      if (Words.isWordPart(text.charAt(i)) && (i == 0 || !Words.isWordPart(text.charAt(i - 1)))) {
        return i;
      }
    }
    return place;
  }

  private static String oneLine(String text, int from, int to) {
    int end = to < text.length() && Character.isLowSurrogate(text.charAt(to)) ? to - 1 : to;
    StringBuilder line = new StringBuilder(end - from + 4).append(from > 0 ? "… " : "");
    boolean blank = true;
    for (int i = from; i < end; i++) {
      char c = text.charAt(i);
      if (!Character.isWhitespace(c)) {
        line.append(c);
        blank = false;
      } else if (!blank) {
        line.append(' ');
        blank = true;
      }
    }
    if (blank && line.length() > 0) {
      line.setLength(line.length() - 1);
    }
    return line.append(end < text.length() ? " …" : "").toString();
  }
}
