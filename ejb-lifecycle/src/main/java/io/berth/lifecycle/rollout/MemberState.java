package io.berth.lifecycle.rollout;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * What a roll-out has done to one project so far.
 *
 * <pre>
 *  PENDING ──▶ SWITCHING ──▶ OBSERVING ──▶ DONE
 *     │            │  │          │           │
 *     │            │  └──────────┼──▶ DONE   │  (asleep: the next start takes it)
 *     ▼            └──────────┬──┴───────────┘
 *  SKIPPED                    ▼
 *                         RETURNING ──▶ RETURNED
 * </pre>
 *
 * From every state but the last ones a project may be SKIPPED: removed, pinned, or given another
 * runtime meanwhile.
 */
public enum MemberState {
  /** Its turn has not come; it stays on its version, also when it restarts. */
  PENDING,
  /** The new version is written down; its process is being replaced. */
  SWITCHING,
  /** Its process is READY on the new version and is watched. */
  OBSERVING,
  /** It has the new version. */
  DONE,
  /** The old version is written down; its process is being replaced. */
  RETURNING,
  /** It has its old version back. */
  RETURNED,
  /** Left out. */
  SKIPPED;

  private static final Map<MemberState, Set<MemberState>> TABLE =
      Map.of(
          PENDING, EnumSet.of(SWITCHING, SKIPPED),
          SWITCHING, EnumSet.of(OBSERVING, DONE, RETURNING, SKIPPED),
          OBSERVING, EnumSet.of(DONE, RETURNING, SKIPPED),
          DONE, EnumSet.of(RETURNING, SKIPPED),
          RETURNING, EnumSet.of(RETURNED, SKIPPED),
          RETURNED, EnumSet.noneOf(MemberState.class),
          SKIPPED, EnumSet.noneOf(MemberState.class));

  /** Whether the move stands in the table. */
  public boolean mayBecome(MemberState next) {
    return TABLE.get(this).contains(next);
  }

  /** Whether its process is being replaced, or about to be. */
  public boolean moving() {
    return this == SWITCHING || this == RETURNING;
  }

  /** Whether it has the new version, or is on the way there. */
  public boolean switched() {
    return this == SWITCHING || this == OBSERVING || this == DONE;
  }
}
