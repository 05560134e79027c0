package io.berth.lifecycle.drift;

import java.util.Locale;

/**
 * What is compared with a project's own past. A change counts only when it is larger than the usual
 * scatter, than a factor of the usual value, and than a least amount that matters to anybody.
 */
public enum Signal {
  /** The time of health probes, in milliseconds. */
  PROBE_LATENCY("ms", 150, 3),
  /** The mean time to the first byte of answers to callers, in milliseconds. */
  ANSWER_LATENCY("ms", 500, 3),
  /** The share of exchanges that ended in a 5xx or in none, in percent. */
  ERROR_RATE("%", 15, 1),
  /** Resident memory, in megabytes. */
  MEMORY("MB", 96, 1.5);

  private final String unit;
  private final double leastChange;
  private final double factor;

  Signal(String unit, double leastChange, double factor) {
    this.unit = unit;
    this.leastChange = leastChange;
    this.factor = factor;
  }

  /** Its unit, for a human. */
  public String unit() {
    return unit;
  }

  /** A smaller change is none. */
  public double leastChange() {
    return leastChange;
  }

  /** A level below this many times the usual value is no change. */
  public double factor() {
    return factor;
  }

  /** The spelling in events and metrics. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
