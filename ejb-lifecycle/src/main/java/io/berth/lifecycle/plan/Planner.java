package io.berth.lifecycle.plan;

import io.berth.connector.api.KmException;

/** Turns an order into a plan. Called on a request's thread; must be quick or bounded. */
@FunctionalInterface
public interface Planner {
  /**
   * The plan; it has at least one step.
   *
   * @throws KmException INVALID for what cannot become one plan
   */
  Plan draw(PlanOrder order) throws KmException;
}
