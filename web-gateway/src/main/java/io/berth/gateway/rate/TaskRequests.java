package io.berth.gateway.rate;

import io.berth.gateway.problem.ProblemException;
import io.berth.lifecycle.settings.BerthSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;

/**
 * How often an agent may ask for a task ({@code berth.rate.tasks-request}), counted by each node.
 * Container threads; never blocks.
 */
@ApplicationScoped
public class TaskRequests {
  @Inject BerthSettings settings;

  private volatile Budgets budgets;

  /** Counts a request of this agent; ends it if it came too early. */
  public void take(String agent) {
    Optional<Exceeded> exceeded = budgets().take(agent);
    if (exceeded.isPresent()) {
      throw new ProblemException(exceeded.get().problem());
    }
  }

  private Budgets budgets() {
    Budgets made = budgets;
    if (made == null) {
      synchronized (this) {
        made = budgets;
        if (made == null) {
          made = new Budgets("tasks-request", settings.rate().tasksRequest(), System::nanoTime);
          budgets = made;
        }
      }
    }
    return made;
  }
}
