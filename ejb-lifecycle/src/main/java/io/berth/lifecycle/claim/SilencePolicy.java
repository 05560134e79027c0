package io.berth.lifecycle.claim;

import java.time.Duration;
import java.time.Instant;

/**
 * Whether leases may end now. A lease says how long an agent may be silent while somebody listens;
 * the time in which no server did is not the agent's. Pure; in any doubt no lease ends.
 */
public final class SilencePolicy {
  /**
   * What to do.
   *
   * @param expire leases that are over end
   * @param credit by so much every lease is prolonged
   */
  public record Decision(boolean expire, Duration credit) {}

  private final ClaimTimes times;

  public SilencePolicy(ClaimTimes times) {
    this.times = times;
  }

  /**
   * Decides.
   *
   * @param seenAt when any server last looked
   * @param now by the same clock
   * @param firstLook whether this server looks for the first time since it started
   */
  public Decision decide(Instant seenAt, Instant now, boolean firstLook) {
    Duration gap = Duration.between(seenAt, now);
    if (gap.isNegative()) {
      return new Decision(false, Duration.ZERO);
    }
    // why the first look is stricter: a server that was started again was away for all of the gap
    Duration allowed = firstLook ? times.look() : times.tolerance();
    return gap.compareTo(allowed) <= 0
        ? new Decision(true, Duration.ZERO)
        : new Decision(false, gap);
  }
}
