package io.berth.km.search;

import java.util.List;

/**
 * What a score means, see the package. Repeats the arithmetic of the index's own BM25 to know the
 * highest score that a question can have. Pure.
 */
public final class Relevance {
  private static final double K1 = 1.2;
  private static final double LEAST_WEIGHT = 1e-6;

  private Relevance() {}

  /** The weight of a term that so many of all items have: the rarer the heavier. */
  static double weight(long documents, long items) {
    double weight = Math.log((items - documents + 0.5) / (documents + 0.5));
    return weight > 0 ? weight : LEAST_WEIGHT;
  }

  /** The score that nothing can exceed. */
  public static double attainable(List<Sought> sought, long items) {
    double sum = 0;
    for (Sought one : sought) {
      sum += weight(Math.min(one.documents(), items), items);
    }
    return sum * (K1 + 1);
  }

  /**
   * 0 to 1, growing with the score.
   *
   * @param rank as the index gives it: negative, the lower the better
   */
  public static double similarity(double rank, double attainable) {
    double share = attainable > 0 ? -rank / attainable : 0;
    return Math.max(0, Math.min(1, Math.round(share * 1e6) / 1e6));
  }
}
