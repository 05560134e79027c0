package io.berth.lifecycle.settings;

import java.util.Collection;
import java.util.Comparator;

/** Finds the name that somebody probably meant: the least edit distance. */
public final class Nearest {
  /** No name is longer; why: whoever sends a megabyte for a name shall not keep a thread busy. */
  private static final int LONGEST = 100;

  private Nearest() {}

  /** The name of {@code names}, which is not empty, that is nearest to the wrong one. */
  public static String to(String wrong, Collection<String> names) {
    String begin = wrong.substring(0, Math.min(LONGEST, wrong.length()));
    return names.stream()
        .min(Comparator.<String>comparingInt(name -> distance(begin, name)).thenComparing(n -> n))
        .orElseThrow();
  }

  static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
