package io.berth.lifecycle.rollout;

import io.berth.connector.api.StartOrders;
import io.berth.lifecycle.connector.Connector;
import io.berth.lifecycle.database.Database;
import io.berth.lifecycle.event.StoredEvents;
import io.berth.lifecycle.project.EffectiveSettings;
import io.berth.lifecycle.project.StoredProjects;
import io.berth.lifecycle.settings.BerthSettings;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/** The parts of this feature, put together. Made once by the node. */
public record RolloutFeature(StoredRollouts rollouts, RolloutDriver driver, Answers answers) {

  /** What this feature stands on. */
  public record Base(
      BerthSettings settings,
      Connector connector,
      Database database,
      StoredEvents events,
      StoredProjects projects,
      StartOrders orders,
      Executor executor,
      InstantSource clock,
      LongSupplier nanos) {}

  /** Puts it together. */
  public static RolloutFeature on(Base base) {
    StoredRollouts rollouts =
        new StoredRollouts(base.database, base.events, base.settings, base.clock);
    Answers answers = new Answers();
    RolloutDriver driver =
        new RolloutDriver(
            rollouts,
            base.connector,
            new EffectiveSettings(base.projects, base.settings),
            new Replacements(base.orders),
            new Probes(base.executor, base.nanos),
            answers,
            base.clock);
    return new RolloutFeature(rollouts, driver, answers);
  }
}
