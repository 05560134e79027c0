package io.berth.connector.process;

import static io.berth.connector.api.ProcessState.BACKOFF;
import static io.berth.connector.api.ProcessState.DRAINING;
import static io.berth.connector.api.ProcessState.QUARANTINED;
import static io.berth.connector.api.ProcessState.READY;
import static io.berth.connector.api.ProcessState.STARTING;
import static io.berth.connector.api.ProcessState.STOPPED;
import static io.berth.connector.api.ProcessState.STOPPING;

import io.berth.connector.api.ProcessState;
import io.berth.connector.api.ProjectId;
import java.util.List;

/**
 * Every move that a process slot can make, with who may cause it.
 *
 * <pre>
 *             DEMAND             PROVED_READY            STOP             DRAIN_OVER         DEATH
 *  STOPPED ───────────▶ STARTING ─────────────▶ READY ─────────▶ DRAINING ─────────▶ STOPPING ──▶ STOPPED
 *   │  ▲  ▲                │ │ │                  │ ▲                                 ▲    │
 *   │  │  └── NO_START ────┘ │ └── STOP ──────────┼─┼─────────────────────────────────┘    │ DEATH
 *   │  │                     │ START_FAILURE      │ │ EXIT                                 │ (it was
 *   │  │ COOL_DOWN           ▼                    │ │                                      │ unhealthy)
 *   │  └────────────────── BACKOFF ◀──────────────┘ │                                      │
 *   │  ▲                     │ ▲ ───────────────────┼──────────────────────────────────────┘
 *   │  │ RELEASE, COOL_DOWN  ▼ CRASH_LOOP           │
 *   │  └───────────────── QUARANTINED               │
 *   └────────────────── ADOPTION ───────────────────┘
 * </pre>
 *
 * A demand in DRAINING, STOPPING or BACKOFF moves nothing: it is remembered and served by the next
 * generation after STOPPED.
 */
final class ProcessMoves {
  private static final List<Move> TABLE =
      List.of(
          new Move(STOPPED, STARTING, MoveCause.DEMAND),
          new Move(STOPPED, READY, MoveCause.ADOPTION),
          new Move(STARTING, READY, MoveCause.PROVED_READY),
          new Move(STARTING, STOPPED, MoveCause.NO_START),
          new Move(STARTING, BACKOFF, MoveCause.START_FAILURE),
          new Move(STARTING, STOPPING, MoveCause.STOP),
          new Move(READY, DRAINING, MoveCause.STOP),
          new Move(READY, BACKOFF, MoveCause.EXIT),
          new Move(DRAINING, STOPPING, MoveCause.DRAIN_OVER),
          new Move(STOPPING, STOPPED, MoveCause.DEATH),
          new Move(STOPPING, BACKOFF, MoveCause.DEATH),
          new Move(BACKOFF, QUARANTINED, MoveCause.CRASH_LOOP),
          new Move(BACKOFF, STOPPED, MoveCause.COOL_DOWN),
          new Move(QUARANTINED, STOPPED, MoveCause.RELEASE),
          new Move(QUARANTINED, STOPPED, MoveCause.COOL_DOWN));

  /** One arrow. */
  record Move(ProcessState from, ProcessState to, MoveCause cause) {}

  private ProcessMoves() {}

  /** All arrows. */
  static List<Move> table() {
    return TABLE;
  }

  /** Whether this cause may make this move. */
  static boolean allows(ProcessState from, ProcessState to, MoveCause cause) {
    return TABLE.contains(new Move(from, to, cause));
  }

  /**
   * The state after the move.
   *
   * @throws IllegalStateException if it does not stand in the table: a mistake in the adapter
   */
  static ProcessState move(ProjectId project, ProcessState from, ProcessState to, MoveCause cause) {
    if (!allows(from, to, cause)) {
      throw new IllegalStateException(
          "slot of " + project + ": " + from + " -> " + to + " is no move for " + cause);
    }
    return to;
  }
}
