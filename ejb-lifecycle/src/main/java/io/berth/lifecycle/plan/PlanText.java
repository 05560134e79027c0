package io.berth.lifecycle.plan;

import io.berth.lifecycle.task.Priority;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Plans to and from plain values, as they are kept while a job is under way and as models answer:
 * {@code {tasks:[{key,phase,name,description,hours,priority,labels[],required_skills[],
 * preferred_skills[],after[]}],confidence?}}. Nothing that breaks a rule is let in. Pure.
 */
public final class PlanText {
  private static final int LONGEST_NAME = 200;
  private static final int LONGEST_KEY = 60;
  private static final int LONGEST_TEXT = 20_000;
  private static final int MOST_WORDS = 20;
  private static final double MOST_HOURS = 400;
  private static final String WORD = "[\\p{L}\\p{N}][\\p{L}\\p{N}+#./_ :-]{0,59}";

  private PlanText() {}

  /** A plan as values. */
  public static Map<String, Object> write(Plan plan) {
    List<Map<String, Object>> tasks = new ArrayList<>();
    for (PlanStep step : plan.steps()) {
      Map<String, Object> task = new LinkedHashMap<>();
      task.put("key", step.key());
      task.put("phase", step.phase());
      task.put("name", step.name());
      task.put("description", step.description());
      task.put("hours", step.hours());
      task.put("priority", step.priority().label());
      task.put("labels", step.labels());
      task.put("required_skills", step.required());
      task.put("preferred_skills", step.preferred());
      task.put("after", step.after());
      tasks.add(task);
    }
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("tasks", tasks);
    plan.confidence().ifPresent(confidence -> values.put("confidence", confidence));
    values.put("advisor", plan.drawnBy());
    values.put("reason", plan.reason());
    return values;
  }

  /** A plan that was written here. */
  public static Plan read(Map<String, Object> values) {
    return read(values, text(values, "advisor"), text(values, "reason"));
  }

  /**
   * A plan of somebody's.
   *
   * @throws IllegalArgumentException with the rule that it breaks
   */
  public static Plan read(Map<String, Object> values, String drawnBy, String reason) {
    if (!(values.get("tasks") instanceof List<?> tasks)
        || tasks.isEmpty()
        || tasks.size() > Plan.MOST_STEPS) {
      throw new IllegalArgumentException("'tasks' is no list of 1 to " + Plan.MOST_STEPS);
    }
    List<PlanStep> steps = new ArrayList<>();
    for (Object task : tasks) {
      if (!(task instanceof Map<?, ?> map)) {
        throw new IllegalArgumentException("'tasks' holds something that is no object");
      }
      steps.add(step(map));
    }
    return new Plan(StepOrder.of(steps), drawnBy, reason, confidence(values.get("confidence")));
  }

  private static PlanStep step(Map<?, ?> task) {
    String key = bounded("key", text(task, "key"), LONGEST_KEY);
    String name = bounded("name", text(task, "name"), LONGEST_NAME);
    String priority = task.get("priority") == null ? "medium" : text(task, "priority");
    return new PlanStep(
        key,
        word("phase", task.get("phase") == null ? "build" : text(task, "phase")),
        name,
        description(task),
        number("hours", task.get("hours"), MOST_HOURS),
        Priority.of(priority)
            .orElseThrow(() -> new IllegalArgumentException("'priority' is " + start(priority))),
        words(task, "labels"),
        words(task, "required_skills"),
        words(task, "preferred_skills"),
        keys(task));
  }

  private static String description(Map<?, ?> task) {
    String text = task.get("description") == null ? "" : text(task, "description");
    if (text.length() > LONGEST_TEXT || text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a description is too long or has a NUL");
    }
    return text;
  }

  private static OptionalDouble confidence(Object value) {
    return value == null
        ? OptionalDouble.empty()
        : OptionalDouble.of(number("confidence", value, 1));
  }

  private static double number(String field, Object value, double most) {
    if (value instanceof Number number
        && number.doubleValue() >= 0
        && number.doubleValue() <= most) {
      return number.doubleValue();
    }
    throw new IllegalArgumentException("'" + field + "' is no number from 0 to " + (long) most);
  }

  private static String text(Map<?, ?> values, String field) {
    if (values.get(field) instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("'" + field + "' is no text");
  }

  private static String bounded(String field, String text, int most) {
    if (text.isBlank() || text.length() > most || text.chars().anyMatch(c -> c < ' ')) {
      throw new IllegalArgumentException("'" + field + "' is not 1 to " + most + " characters");
    }
    return text;
  }

  private static String word(String field, String text) {
    if (!text.matches(WORD)) {
      throw new IllegalArgumentException("'" + field + "' is " + start(text));
    }
    return text;
  }

  private static List<String> words(Map<?, ?> task, String field) {
    return texts(task, field, MOST_WORDS).stream().map(text -> word(field, text)).toList();
  }

  private static List<String> keys(Map<?, ?> task) {
    return texts(task, "after", Plan.MOST_STEPS).stream().distinct().toList();
  }

  private static List<String> texts(Map<?, ?> task, String field, int most) {
    if (task.get(field) == null) {
      return List.of();
    }
    if (!(task.get(field) instanceof List<?> list) || list.size() > most) {
      throw new IllegalArgumentException("'" + field + "' is no list of at most " + most);
    }
    return list.stream()
        .map(
            entry -> {
              if (entry instanceof String text) {
                return text;
              }
              throw new IllegalArgumentException("'" + field + "' holds something that is no text");
            })
        .toList();
  }

  private static String start(String text) {
    return "'" + (text.length() > 40 ? text.substring(0, 40) + "…" : text) + "'";
  }
}
