package io.berth.lifecycle.plan;

import io.berth.connector.api.KmException;

/**
 * Turns an order into a plan. One that is quick may be asked on a request's thread; one that asks a
 * model is asked by background jobs only.
 */
@FunctionalInterface
public interface Planner {
  /**
   * The plan; it has at least one step.
   *
   * @throws KmException INVALID for what cannot become one plan
   */
  Plan draw(PlanOrder order) throws KmException;
}
