package io.berth.cli.terminal;

import java.util.List;

/** A row of numbers as small bars, from nothing to the largest. Pure. */
public final class Sparkline {
  private static final String BARS = "▁▂▃▄▅▆▇█";

  private Sparkline() {}

  /**
   * The bars; at most {@code width} of them, each then the mean of several numbers. A number that
   * is missing (NaN) is a blank.
   */
  public static String of(List<Double> numbers, int width) {
    double largest = numbers.stream().filter(Double::isFinite).mapToDouble(x -> x).max().orElse(0);
    int bars = Math.min(width, numbers.size());
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < bars; i++) {
      List<Double> part =
          numbers.subList(i * numbers.size() / bars, (i + 1) * numbers.size() / bars);
      double mean =
          part.stream().filter(Double::isFinite).mapToDouble(x -> x).average().orElse(Double.NaN);
      line.append(Double.isNaN(mean) ? ' ' : bar(mean, largest));
    }
    return line.toString();
  }

  private static char bar(double number, double largest) {
    double share = largest > 0 ? Math.max(0, number / largest) : 0;
    return BARS.charAt((int) Math.min(BARS.length() - 1L, Math.round(share * (BARS.length() - 1))));
  }
}
