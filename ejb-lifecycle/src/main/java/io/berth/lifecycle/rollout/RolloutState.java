package io.berth.lifecycle.rollout;

/** Where a roll-out is in its life; the moves between stand in {@link RolloutMoves}. */
public enum RolloutState {
  /** Step by step, projects are switched to the new version and watched. */
  RUNNING,
  /** No further project is switched. What is under way is brought to its end. */
  PAUSED,
  /** Every project that was switched goes back to the version it had before. */
  ROLLING_BACK,
  /** Every project had its turn; the version is the current one now. */
  COMPLETED,
  /** No project runs the new version because of this roll-out any more. */
  ROLLED_BACK,
  /** Left where it was: switched projects keep the new version, the others the old one. */
  ABORTED;

  /** Whether nothing follows. */
  public boolean over() {
    return this == COMPLETED || this == ROLLED_BACK || this == ABORTED;
  }
}
