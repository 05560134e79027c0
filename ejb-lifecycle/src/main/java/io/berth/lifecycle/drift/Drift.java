package io.berth.lifecycle.drift;

import java.util.ArrayList;
import java.util.List;

/**
 * What is remembered of one signal of one project: the samples that make the baseline, the recent
 * ones that are compared with it, and for how many samples it has been degraded. Immutable.
 *
 * @param baseline older samples, oldest first; nothing is added while it is degraded
 * @param recent the newest samples, oldest first
 * @param degradedFor samples since it became degraded; 0: it is not
 */
public record Drift(List<Double> baseline, List<Double> recent, int degradedFor) {
  /** Nothing seen yet. */
  public static final Drift NONE = new Drift(List.of(), List.of(), 0);

  public Drift {
    baseline = List.copyOf(baseline);
    recent = List.copyOf(recent);
  }

  /** Whether it is worse than usual now. */
  public boolean degraded() {
    return degradedFor > 0;
  }

  /** After its process was replaced: the baseline stays, the recent samples are another's. */
  public Drift replaced() {
    return new Drift(baseline, List.of(), 0);
  }

  Drift with(double sample) {
    List<Double> newest = new ArrayList<>(recent);
    List<Double> older = baseline;
    newest.add(sample);
    if (newest.size() > DriftPolicy.RECENT) {
      double moved = newest.remove(0);
      if (!degraded()) {
        older = new ArrayList<>(baseline);
        older.add(moved);
        if (older.size() > DriftPolicy.MOST) {
          older.remove(0);
        }
      }
    }
    return new Drift(older, newest, degraded() ? degradedFor + 1 : 0);
  }

  Drift nowDegraded() {
    return new Drift(baseline, recent, 1);
  }

  Drift nowUsual() {
    return new Drift(baseline, recent, 0);
  }

  /** The level of now is the usual one from now on. */
  Drift relearned() {
    return new Drift(recent, List.of(), 0);
  }
}
