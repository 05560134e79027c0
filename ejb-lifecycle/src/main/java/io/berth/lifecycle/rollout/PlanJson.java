package io.berth.lifecycle.rollout;

import io.berth.lifecycle.database.Json;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A plan to and from the JSON it is stored as. */
final class PlanJson {
  private PlanJson() {}

  static String write(RolloutPlan plan) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("steps", plan.steps());
    values.put("observe", plan.observe().toString());
    values.put("maxFailures", plan.maxFailures());
    values.put("maxErrorPercent", plan.maxErrorPercent());
    values.put("onFailure", plan.onFailure().name());
    values.put("wake", plan.wake().name());
    values.put("parallel", plan.parallel());
    return Json.write(values);
  }

  static RolloutPlan read(String json) {
    Map<String, Object> values = Json.read(json);
    List<Integer> steps =
        ((Collection<?>) values.get("steps"))
            .stream().map(step -> ((Number) step).intValue()).toList();
    return new RolloutPlan(
        steps,
        Duration.parse((String) values.get("observe")),
        number(values, "maxFailures"),
        number(values, "maxErrorPercent"),
        RolloutPlan.OnFailure.valueOf((String) values.get("onFailure")),
        RolloutPlan.Wake.valueOf((String) values.get("wake")),
        number(values, "parallel"));
  }

  private static int number(Map<String, Object> values, String name) {
    return ((Number) values.get(name)).intValue();
  }
}
