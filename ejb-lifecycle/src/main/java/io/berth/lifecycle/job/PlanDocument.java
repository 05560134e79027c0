package io.berth.lifecycle.job;

import io.berth.lifecycle.database.Json;
import io.berth.lifecycle.plan.FeaturePlans;
import io.berth.lifecycle.plan.Placing;
import io.berth.lifecycle.plan.PlanOrder;
import io.berth.lifecycle.plan.PlanText;
import io.berth.lifecycle.task.TaskId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a plan job keeps: first the order, then the plan with its place. Pure. */
final class PlanDocument {
  static final int ORDER = 0;
  static final int PLAN = 1;

  /** What is wanted, and where. */
  record Order(PlanOrder order, Placing placing) {}

  private PlanDocument() {}

  static Jobs.Document of(PlanOrder order, Placing placing) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("title", order.title());
    values.put("description", order.description());
    order.deadline().ifPresent(deadline -> values.put("deadline", deadline.toString()));
    values.put("teamSize", order.teamSize());
    values.put("techStack", order.techStack());
    values.put("placing", placing.label());
    return new Jobs.Document("order", Json.write(values));
  }

  static Order order(String text) {
    Map<String, Object> values = Json.read(text);
    PlanOrder order =
        new PlanOrder(
            (String) values.get("title"),
            (String) values.get("description"),
            Optional.ofNullable((String) values.get("deadline")).map(Instant::parse),
            ((Number) values.get("teamSize")).intValue(),
            texts(values.get("techStack")));
    return new Order(order, Placing.of((String) values.get("placing")).orElseThrow());
  }

  static Jobs.Document of(FeaturePlans.Placed placed) {
    Map<String, Object> values = new LinkedHashMap<>(PlanText.write(placed.plan()));
    values.put("points", placed.points().stream().map(TaskId::toString).toList());
    values.put("placing", placed.placing().label());
    return new Jobs.Document("plan", Json.write(values));
  }

  static FeaturePlans.Placed placed(String text) {
    Map<String, Object> values = Json.read(text);
    return new FeaturePlans.Placed(
        PlanText.read(values),
        texts(values.get("points")).stream().map(TaskId::of).toList(),
        Placing.of((String) values.get("placing")).orElseThrow());
  }

  /** What is told of a plan whose tasks are made. */
  static Map<String, Object> result(FeaturePlans.Made made) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("tasks", made.tasks().stream().map(task -> task.id().toString()).toList());
    result.put("advisor", made.plan().drawnBy());
    result.put("reason", made.plan().reason());
    made.plan().confidence().ifPresent(confidence -> result.put("confidence", confidence));
    result.put("phases", made.plan().phases());
    result.put("dependencies", made.plan().dependencies());
    result.put("points", made.points().stream().map(TaskId::toString).toList());
    result.put("placing", made.placed().label());
    return result;
  }

  private static List<String> texts(Object list) {
    return ((List<?>) list).stream().map(Object::toString).toList();
  }
}
