package io.berth.lifecycle.advice;

import io.berth.lifecycle.database.Database;
import io.berth.lifecycle.settings.BerthSettings;
import io.berth.lifecycle.task.Tasks;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * The advisers of a node. Made once by the node.
 *
 * @param rules who answers at once
 * @param background who is asked by background jobs: a model where one is configured, else the
 *     rules
 * @param blockers suggestions for those who are stuck
 */
public record AdviceFeature(RuleAdvisor rules, Advisor background, BlockerAdvice blockers)
    implements AutoCloseable {

  /** Puts it together. */
  public static AdviceFeature on(
      BerthSettings settings,
      Database database,
      Tasks tasks,
      InstantSource clock,
      Executor executor) {
    RuleAdvisor rules = new RuleAdvisor();
    Optional<Advisor> model = settings.adviceModel().map(m -> model(m, clock, executor));
    return new AdviceFeature(
        rules, model.orElse(rules), new BlockerAdvice(tasks, new BoardAround(database), rules));
  }

  private static Advisor model(
      BerthSettings.AdviceModel model, InstantSource clock, Executor executor) {
    Dialect dialect = Dialect.of(model.api()).orElseThrow();
    HttpModel.Place place =
        new HttpModel.Place(dialect, model.url(), model.model(), model.secretFile());
    return new ModelAdvisor(new HttpModel(place, model.timeout(), executor), model.model(), clock);
  }

  @Override
  public void close() {
    background.close();
  }
}
