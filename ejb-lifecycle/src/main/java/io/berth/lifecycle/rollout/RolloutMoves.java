package io.berth.lifecycle.rollout;

import static io.berth.lifecycle.rollout.RolloutState.ABORTED;
import static io.berth.lifecycle.rollout.RolloutState.COMPLETED;
import static io.berth.lifecycle.rollout.RolloutState.PAUSED;
import static io.berth.lifecycle.rollout.RolloutState.ROLLED_BACK;
import static io.berth.lifecycle.rollout.RolloutState.ROLLING_BACK;
import static io.berth.lifecycle.rollout.RolloutState.RUNNING;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import java.util.List;

/**
 * Every move that a roll-out can make, with who may cause it.
 *
 * <pre>
 *            FINISHED
 *  RUNNING ───────────▶ COMPLETED
 *   │ ▲ │ PAUSE, FAILURES      ROLLBACK
 *   │ │ └─────────────▶ PAUSED ────────┐
 *   │ └──── RESUME ───────┘            ▼        FINISHED
 *   └──── ROLLBACK, FAILURES ────▶ ROLLING_BACK ─────────▶ ROLLED_BACK
 *
 *  RUNNING, PAUSED, ROLLING_BACK ── ABORT ──▶ ABORTED
 * </pre>
 */
public final class RolloutMoves {
  /** Who or what moves a roll-out. */
  public enum Cause {
    /** An operator halts it. */
    PAUSE,
    /** An operator lets it go on. */
    RESUME,
    /** An operator leaves it where it is. */
    ABORT,
    /** An operator wants the old version back. */
    ROLLBACK,
    /** More projects failed than it tolerates. */
    FAILURES,
    /** Every project had its turn. */
    FINISHED
  }

  /** One arrow. */
  record Move(RolloutState from, RolloutState to, Cause cause) {}

  private static final List<Move> TABLE =
      List.of(
          new Move(RUNNING, PAUSED, Cause.PAUSE),
          new Move(RUNNING, PAUSED, Cause.FAILURES),
          new Move(RUNNING, ROLLING_BACK, Cause.ROLLBACK),
          new Move(RUNNING, ROLLING_BACK, Cause.FAILURES),
          new Move(RUNNING, COMPLETED, Cause.FINISHED),
          new Move(RUNNING, ABORTED, Cause.ABORT),
          new Move(PAUSED, RUNNING, Cause.RESUME),
          new Move(PAUSED, ROLLING_BACK, Cause.ROLLBACK),
          new Move(PAUSED, ABORTED, Cause.ABORT),
          new Move(ROLLING_BACK, ROLLED_BACK, Cause.FINISHED),
          new Move(ROLLING_BACK, ABORTED, Cause.ABORT));

  private RolloutMoves() {}

  /** All arrows. */
  static List<Move> table() {
    return TABLE;
  }

  /** Whether this cause may make this move. */
  public static boolean allows(RolloutState from, RolloutState to, Cause cause) {
    return TABLE.contains(new Move(from, to, cause));
  }

  /**
   * Makes sure that the move stands in the table.
   *
   * @throws KmException CONFLICT with both names
   */
  static void check(long id, RolloutState from, RolloutState to, Cause cause) throws KmException {
    if (!allows(from, to, cause)) {
      throw new KmException(
          Problem.CONFLICT,
          "roll-out " + id + " is " + from + "; it cannot become " + to + " by " + cause);
    }
  }
}
