package io.berth.lifecycle.task;

import static io.berth.lifecycle.task.TaskState.BLOCKED;
import static io.berth.lifecycle.task.TaskState.CANCELLED;
import static io.berth.lifecycle.task.TaskState.CANCELLING;
import static io.berth.lifecycle.task.TaskState.DONE;
import static io.berth.lifecycle.task.TaskState.FAILED;
import static io.berth.lifecycle.task.TaskState.IN_PROGRESS;
import static io.berth.lifecycle.task.TaskState.PARKED;
import static io.berth.lifecycle.task.TaskState.TODO;
import static io.berth.lifecycle.task.TaskState.VALIDATING;
import static io.berth.lifecycle.task.TaskState.WAITING_FOR_HUMAN;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;

/**
 * Every move that a task can make, with what may cause it.
 *
 * <pre>
 *            CLAIM                        COMPLETE
 *   TODO ───────────▶ the working four ───────────────▶ DONE
 *   │ ▲ ◀──────────── RELEASE, EXPIRE, TAKE_BACK
 *   │ │                    │      │ EXHAUST
 *   │ │ OPEN               │      └──────────────────▶ FAILED ── OPEN ──▶ TODO, CANCEL ──▶ CANCELLED
 *   │ └─────── PARKED ◀────┤ OVERSPEND
 *   └── PARK ──▶ │         │ CANCEL          STOP
 *                │ CANCEL  └──▶ CANCELLING ─────────▶ CANCELLED
 *                └───────────────────────────────────────▲ (TODO too)
 *
 *   TODO, PARKED, FAILED, the working four ── FINISH ──▶ DONE
 *
 *   the working four: IN_PROGRESS, BLOCKED, VALIDATING, WAITING_FOR_HUMAN; WORK, BLOCK, VALIDATE and
 *   ASK lead to them from each other
 * </pre>
 */
public final class TaskMoves {
  /** Who or what moves a task. */
  public enum Cause {
    /** An agent takes it. */
    CLAIM,
    /** Its holder works on it. */
    WORK,
    /** Its holder reports a blocker. */
    BLOCK,
    /** Its holder has the result checked. */
    VALIDATE,
    /** Its holder asks a person. */
    ASK,
    /** Its holder finished it. */
    COMPLETE,
    /** A person says that it is done. */
    FINISH,
    /** Its holder gives it back. */
    RELEASE,
    /** Its holder was silent for longer than its lease. */
    EXPIRE,
    /** An operator takes it from its holder. */
    TAKE_BACK,
    /** It came back for the last time that it may. */
    EXHAUST,
    /** It came back with its budget spent. */
    OVERSPEND,
    /** An operator calls it off. */
    CANCEL,
    /** The holder of what was called off is gone from it. */
    STOP,
    /** An operator keeps it from being handed out. */
    PARK,
    /** An operator has it handed out again. */
    OPEN
  }

  /** One arrow. */
  record Move(TaskState from, TaskState to, Cause cause) {}

  private static final Set<TaskState> WORKING =
      EnumSet.of(IN_PROGRESS, BLOCKED, VALIDATING, WAITING_FOR_HUMAN);
  private static final Set<Move> TABLE = table();

  private TaskMoves() {}

  private static Set<Move> table() {
    Set<Move> table = new HashSet<>();
    table.add(new Move(TODO, IN_PROGRESS, Cause.CLAIM));
    table.add(new Move(TODO, PARKED, Cause.PARK));
    table.add(new Move(TODO, CANCELLED, Cause.CANCEL));
    table.add(new Move(PARKED, TODO, Cause.OPEN));
    table.add(new Move(PARKED, CANCELLED, Cause.CANCEL));
    for (TaskState from : WORKING) {
      table.add(new Move(from, IN_PROGRESS, Cause.WORK));
      table.add(new Move(from, BLOCKED, Cause.BLOCK));
      table.add(new Move(from, VALIDATING, Cause.VALIDATE));
      table.add(new Move(from, WAITING_FOR_HUMAN, Cause.ASK));
      table.add(new Move(from, DONE, Cause.COMPLETE));
      table.add(new Move(from, DONE, Cause.FINISH));
      table.add(new Move(from, TODO, Cause.RELEASE));
      table.add(new Move(from, TODO, Cause.EXPIRE));
      table.add(new Move(from, TODO, Cause.TAKE_BACK));
      table.add(new Move(from, FAILED, Cause.EXHAUST));
      table.add(new Move(from, PARKED, Cause.OVERSPEND));
      table.add(new Move(from, CANCELLING, Cause.CANCEL));
    }
    table.add(new Move(CANCELLING, CANCELLED, Cause.STOP));
    table.add(new Move(FAILED, TODO, Cause.OPEN));
    table.add(new Move(FAILED, CANCELLED, Cause.CANCEL));
    for (TaskState from : EnumSet.of(TODO, PARKED, FAILED)) {
      table.add(new Move(from, DONE, Cause.FINISH));
    }
    return Set.copyOf(table);
  }

  /** Whether this cause may make this move. */
  public static boolean allows(TaskState from, TaskState to, Cause cause) {
    return TABLE.contains(new Move(from, to, cause));
  }

  /**
   * Makes sure that the move stands in the table.
   *
   * @throws KmException CONFLICT with both names
   */
  public static void check(String id, TaskState from, TaskState to, Cause cause)
      throws KmException {
    if (!allows(from, to, cause)) {
      throw new KmException(
          Problem.CONFLICT,
          "task "
              + id
              + " is "
              + from.label()
              + "; it cannot become "
              + to.label()
              + " by "
              + cause.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ')
              + ": look at its history (GET /api/v1/tasks/"
              + id
              + ")");
    }
  }

  /** Where a task goes that its holder leaves without having finished it. */
  public record Return(TaskState to, Cause cause) {}

  /**
   * Where it goes. Pure.
   *
   * @param cause RELEASE, EXPIRE or TAKE_BACK
   * @param tries claims so far since an operator opened it, this one included
   * @param overspent whether its budget is spent
   */
  public static Return leaving(
      TaskState from, Cause cause, int tries, int maxAttempts, boolean overspent) {
    if (from == CANCELLING) {
      return new Return(CANCELLED, Cause.STOP);
    }
    if (overspent) {
      return new Return(PARKED, Cause.OVERSPEND);
    }
    if (cause != Cause.TAKE_BACK && tries >= maxAttempts) {
      return new Return(FAILED, Cause.EXHAUST);
    }
    return new Return(TODO, cause);
  }
}
