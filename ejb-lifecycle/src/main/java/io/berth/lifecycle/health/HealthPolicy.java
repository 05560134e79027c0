package io.berth.lifecycle.health;

import io.berth.connector.api.ProbeResult;

/**
 * Decides what follows a probe. Pure. So many failures in a row of one and the same generation lead
 * to a restart; one good answer, or another generation, begins anew.
 */
public final class HealthPolicy {
  /** Failures in a row of one generation. */
  public record Streak(long generation, int failures) {
    /** Nothing seen yet. */
    public static final Streak NONE = new Streak(0, 0);
  }

  /** The new streak, and whether the process is to be restarted. */
  public record Verdict(Streak streak, boolean restart) {}

  private HealthPolicy() {}

  /**
   * How many failures in a row it takes after this finding. What is certain needs no second
   * opinion, unless nothing is to be restarted at all.
   */
  static int needed(ProbeResult.Finding finding, int threshold) {
    return finding == ProbeResult.Finding.PORT_LOST ? Math.min(1, threshold) : threshold;
  }

  /** What follows one probe of that generation. */
  public static Verdict decide(Streak before, long generation, boolean healthy, int threshold) {
    if (healthy || generation < before.generation()) {
      return new Verdict(
          healthy && generation >= before.generation() ? new Streak(generation, 0) : before, false);
    }
    int failures = generation == before.generation() ? before.failures() + 1 : 1;
    // why: a threshold that makes no sense restarts nothing
    if (threshold > 0 && failures >= threshold) {
      return new Verdict(new Streak(generation, 0), true);
    }
    return new Verdict(new Streak(generation, failures), false);
  }
}
