package io.berth.km.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Finds what a misspelt word may have meant among the words of the index. Those are stems, so the
 * end of the misspelt word may be missing from them at a small price. Give it one after the other;
 * it keeps the best few. Not thread-safe; lives for one look-up.
 */
public final class NearWords {
  private static final int KEPT = 3;
  private static final int LONGEST = 40;
  private static final int ENDING = 4;
  private static final int STEP = 10;

  /** What is that much worse than the best is another word. */
  private static final int WORSE = 4;

  private record Near(String word, int price, long documents) {}

  private final String asked;
  private final int budget;
  private final List<Near> nearest = new ArrayList<>();

  /** Looks for words near this one, which must be folded. */
  public NearWords(String asked) {
    this.asked = asked;
    this.budget = budgetFor(asked.length());
  }

  /** How many wrong letters are forgiven: short words have too many neighbours. */
  static int budgetFor(int length) {
    if (length < 4 || length > LONGEST) {
      return 0;
    }
    return length < 8 ? 1 : 2;
  }

  /** False if a word like this has no neighbours at all. */
  public boolean possible() {
    return budget > 0 && asked.chars().noneMatch(Character::isDigit);
  }

  /** Looks at a word of the index. */
  public void consider(String word, long documents) {
    if (word.length() < 3 || Math.abs(word.length() - asked.length()) > ENDING + budget) {
      return;
    }
    int price = price(word);
    if (price < 0) {
      return;
    }
    nearest.add(new Near(word, price, documents));
    nearest.sort(
        Comparator.comparingInt(Near::price)
            .thenComparing(Near::documents, Comparator.reverseOrder()));
    if (nearest.size() > KEPT) {
      nearest.remove(KEPT);
    }
  }

  /** The nearest words, nearest first, at most three; none that is far worse than the first. */
  public List<String> nearest() {
    return nearest.stream()
        .filter(near -> near.price() < nearest.get(0).price() + WORSE)
        .map(Near::word)
        .toList();
  }

  /** True if a word one letter away is known already, so that looking further is idle. */
  public boolean foundClose() {
    return !nearest.isEmpty() && nearest.get(0).price() < 2 * STEP;
  }

  /** Ten for each wrong letter, one for each letter of the ending; negative if too far. */
  private int price(String word) {
    int[] row = lastRow(word);
    int best = -1;
    // why: a short word is no stem of a long one
    int ending = Math.min(ENDING, word.length() - 3);
    for (int used = Math.max(word.length() - budget, asked.length() - ending);
        used <= asked.length();
        used++) {
      if (used < 0 || row[used] > budget) {
        continue;
      }
      int price = row[used] * STEP + (asked.length() - used);
      best = best < 0 ? price : Math.min(best, price);
    }
    return best;
  }

  /** Distances (with swapped neighbours as one step) of the word to each beginning of the asked. */
  private int[] lastRow(String word) {
    int width = asked.length() + 1;
    int[] before = new int[width];
    int[] above = new int[width];
    int[] row = new int[width];
    for (int j = 0; j < width; j++) {
      above[j] = j;
    }
    for (int i = 1; i <= word.length(); i++) {
      row[0] = i;
      for (int j = 1; j < width; j++) {
        int change = word.charAt(i - 1) == asked.charAt(j - 1) ? 0 : 1;
        int least = Math.min(Math.min(above[j] + 1, row[j - 1] + 1), above[j - 1] + change);
        if (i > 1
            && j > 1
            && word.charAt(i - 1) == asked.charAt(j - 2)
            && word.charAt(i - 2) == asked.charAt(j - 1)) {
          least = Math.min(least, before[j - 2] + 1);
        }
        row[j] = least;
      }
      int[] oldest = before;
      before = above;
      above = row;
      row = oldest;
    }
    return above;
  }
}
