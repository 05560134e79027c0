package io.berth.lifecycle.rollout;

import io.berth.connector.api.KmException;
import java.util.List;

/** Roll-outs as an operator orders and sees them. Blocks on the database. */
public interface Rollouts {
  /**
   * Begins one; acknowledged means durable, and the driver goes to work.
   *
   * @throws KmException INVALID, NO_SUCH_RUNTIME, CONFLICT while another one of this runtime is
   *     under way, or when there is no project that it could begin with
   */
  Rollout start(NewRollout wish, String actor) throws KmException;

  /** At most {@code limit} of them, the newest first, without their projects. */
  List<Rollout> list(int limit) throws KmException;

  /**
   * One of them with its projects.
   *
   * @throws KmException NO_SUCH_ROLLOUT
   */
  Rollout get(long id) throws KmException;

  /**
   * Orders PAUSE, RESUME, ABORT or ROLLBACK; the same again is no change.
   *
   * @throws KmException NO_SUCH_ROLLOUT, CONFLICT if the move does not stand in the table
   */
  Rollout order(long id, RolloutMoves.Cause cause, String actor) throws KmException;
}
