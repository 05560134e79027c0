package io.berth.lifecycle.capacity;

/** How much of a resource is used, of how much there is. */
public record Amount(double used, double limit) {
  /** Whether it can be judged. */
  public boolean known() {
    return Double.isFinite(used) && Double.isFinite(limit) && used >= 0 && limit > 0;
  }

  /** From 0 to 1, and above where a limit is soft. */
  public double share() {
    return used / limit;
  }
}
