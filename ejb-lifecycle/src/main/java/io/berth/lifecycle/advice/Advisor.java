package io.berth.lifecycle.advice;

import io.berth.connector.api.KmException;
import io.berth.lifecycle.plan.Plan;
import io.berth.lifecycle.plan.PlanOrder;
import io.berth.lifecycle.plan.Planner;

/**
 * Gives advice. Always answers something that can be used: who cannot do better falls back on the
 * rules and says so. {@link RuleAdvisor} is quick and may be asked anywhere but in a claim; one
 * that asks a model blocks and belongs on the threads of background jobs.
 */
public interface Advisor extends Planner, AutoCloseable {
  /**
   * Steps for what is wanted; {@code drawnBy} and {@code reason} of the plan say whose they are.
   *
   * @throws KmException INVALID for what cannot become one plan; UNAVAILABLE while the node is
   *     going down
   */
  @Override
  Plan draw(PlanOrder order) throws KmException;

  /**
   * What the holder of a blocked task might do.
   *
   * @throws KmException UNAVAILABLE while the node is going down
   */
  Suggestions unblock(Blockage blockage) throws KmException;

  /** Whether it asks somebody outside, so that nobody must wait for it. */
  boolean slow();

  @Override
  default void close() {}
}
