package io.berth.lifecycle.advice;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.lifecycle.plan.Plan;
import io.berth.lifecycle.plan.PlanOrder;
import io.berth.lifecycle.plan.PlanText;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Function;

/**
 * Asks a model, takes only answers that keep all rules, and falls back on the rules with the reason
 * in the answer. Blocks for as long as the model may take, so only threads of background jobs call
 * it.
 */
final class ModelAdvisor implements Advisor {
  private static final Logger LOG = System.getLogger(ModelAdvisor.class.getName());
  private static final int ASKED = 2;

  private final Model model;
  private final String name;
  private final ModelBreaker breaker;
  private final RuleAdvisor rules = new RuleAdvisor();

  ModelAdvisor(Model model, String name, InstantSource clock) {
    this.model = model;
    this.name = name;
    this.breaker = new ModelBreaker(clock);
  }

  @Override
  public Plan draw(PlanOrder order) throws KmException {
    // why first: what cannot become a plan is refused alike, and nobody is asked for it
    Plan otherwise = rules.draw(order);
    String reason = "answered by " + name;
    return advice(
        Questions.PLAN,
        Questions.of(order),
        values -> PlanText.read(values, Plan.MODEL, reason).requiringNothing(),
        otherwise::because);
  }

  @Override
  public Suggestions unblock(Blockage blockage) throws KmException {
    Suggestions otherwise = rules.unblock(blockage);
    String reason = "answered by " + name;
    return advice(
        Questions.UNBLOCK,
        Questions.of(blockage),
        values -> SuggestionText.read(values, otherwise.kind(), reason),
        otherwise::because);
  }

  private <T> T advice(
      String system,
      String question,
      Function<Map<String, Object>, T> reader,
      Function<String, T> otherwise)
      throws KmException {
    if (!breaker.allows()) {
      return otherwise.apply("the model is not asked: it failed several times in a row");
    }
    try {
      T advice = read(ask(system, question), reader);
      breaker.succeeded();
      return advice;
    } catch (ModelFailure e) {
      breaker.failed();
      LOG.log(Level.WARNING, "advice of the model {0} is not used: {1}", name, e.getMessage());
      return otherwise.apply("the model gave no usable answer: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KmException(Problem.UNAVAILABLE, "the node is going down; the job goes on later");
    }
  }

  private String ask(String system, String question) throws ModelFailure, InterruptedException {
    for (int asked = 1; ; asked++) {
      try {
        return model.ask(system, question);
      } catch (ModelFailure e) {
        if (!e.passing() || asked == ASKED) {
          throw e;
        }
      }
    }
  }

  private static <T> T read(String answer, Function<Map<String, Object>, T> reader)
      throws ModelFailure {
    try {
      return reader.apply(Questions.values(answer));
    } catch (IllegalArgumentException e) {
      throw new ModelFailure("its answer breaks a rule: " + e.getMessage(), false);
    }
  }

  @Override
  public boolean slow() {
    return true;
  }

  @Override
  public void close() {
    model.close();
  }
}
