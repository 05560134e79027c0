package io.berth.lifecycle.drift;

import java.util.List;
import java.util.Optional;

/**
 * Decides whether a signal got worse than the project's own past. Pure. The median of the last five
 * samples is compared with the median of up to two hours before: it must exceed it by six times the
 * usual scatter (the median absolute deviation), by the signal's factor and by its least change. So
 * two outliers among five never count, and nothing is said before there are twenty samples to
 * compare with. It is over when half of the excess is gone; a level that stays for two hours
 * becomes the usual one. A sample that is missing, negative or no number changes nothing.
 */
public final class DriftPolicy {
  static final int RECENT = 5;
  static final int LEAST = 20;
  static final int MOST = 120;

  private static final double SCATTER = 6 * 1.4826;

  private DriftPolicy() {}

  /**
   * A change.
   *
   * @param worse it became degraded; else it is as usual again
   * @param level the median of the recent samples
   * @param usual the median of the baseline
   * @param limit above which it is degraded
   * @param relearned it is usual because it stayed so for long
   */
  public record Change(
      boolean worse, double level, double usual, double limit, boolean relearned) {}

  /** What is remembered from now on, and the change, if it is one. */
  public record Verdict(Drift drift, Optional<Change> change) {}

  /** What follows one more sample. */
  public static Verdict decide(Drift before, Signal signal, double sample) {
    if (!Double.isFinite(sample) || sample < 0) {
      return new Verdict(before, Optional.empty());
    }
    Drift drift = before.with(sample);
    if (drift.recent().size() < RECENT || drift.baseline().size() < LEAST) {
      return new Verdict(drift, Optional.empty());
    }
    double level = median(drift.recent());
    double usual = median(drift.baseline());
    double limit = limit(drift.baseline(), usual, signal);
    if (!drift.degraded()) {
      return level > limit
          ? new Verdict(
              drift.nowDegraded(), Optional.of(new Change(true, level, usual, limit, false)))
          : new Verdict(drift, Optional.empty());
    }
    if (level <= usual + (limit - usual) / 2) {
      return new Verdict(
          drift.nowUsual(), Optional.of(new Change(false, level, usual, limit, false)));
    }
    return drift.degradedFor() > MOST
        ? new Verdict(drift.relearned(), Optional.of(new Change(false, level, usual, limit, true)))
        : new Verdict(drift, Optional.empty());
  }

  private static double limit(List<Double> baseline, double usual, Signal signal) {
    double scatter = median(baseline.stream().map(x -> Math.abs(x - usual)).toList());
    return usual
        + Math.max(
            signal.leastChange(), Math.max(SCATTER * scatter, (signal.factor() - 1) * usual));
  }

  static double median(List<Double> samples) {
    double[] sorted = samples.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1
        ? sorted[middle]
        : sorted[middle - 1] + (sorted[middle] - sorted[middle - 1]) / 2;
  }
}
