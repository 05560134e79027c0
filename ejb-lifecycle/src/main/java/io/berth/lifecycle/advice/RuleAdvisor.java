package io.berth.lifecycle.advice;

import io.berth.connector.api.KmException;
import io.berth.lifecycle.plan.Plan;
import io.berth.lifecycle.plan.PlanOrder;
import io.berth.lifecycle.plan.RulePlanner;

/** Advice by rules: the same for the same words, at once, and nobody is asked. Pure. */
public final class RuleAdvisor implements Advisor {
  private final RulePlanner planner = new RulePlanner();

  @Override
  public Plan draw(PlanOrder order) throws KmException {
    return planner.draw(order);
  }

  @Override
  public Suggestions unblock(Blockage blockage) {
    return BlockerRules.suggest(blockage);
  }

  @Override
  public boolean slow() {
    return false;
  }
}
