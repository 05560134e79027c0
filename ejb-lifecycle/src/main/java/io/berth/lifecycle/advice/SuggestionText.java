package io.berth.lifecycle.advice;

import io.berth.lifecycle.plan.Plan;
import java.util.List;
import java.util.Map;

/** Suggestions of a model, read from its values; nothing that breaks a rule is let in. Pure. */
final class SuggestionText {
  private static final int LONGEST = 2_000;
  private static final int MOST = 20;

  private SuggestionText() {}

  static Suggestions read(Map<String, Object> values, String kind, String reason) {
    List<String> steps = texts(values, "resolution_steps");
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("'resolution_steps' is empty");
    }
    double hours = 0;
    if (values.get("estimated_hours") instanceof Number number) {
      hours = number.doubleValue();
    }
    if (!(hours >= 0 && hours <= 1_000)) {
      throw new IllegalArgumentException("'estimated_hours' is no number from 0 to 1000");
    }
    return new Suggestions(
        kind,
        text(values.get("root_cause"), "root_cause"),
        text(values.get("impact_assessment"), "impact_assessment"),
        steps,
        texts(values, "required_resources"),
        hours,
        Boolean.TRUE.equals(values.get("escalation_needed")),
        texts(values, "prevention_measures"),
        texts(values, "learning_opportunities"),
        texts(values, "recommended_collaborators"),
        Plan.MODEL,
        reason);
  }

  private static String text(Object value, String field) {
    if (value instanceof String text && text.length() <= LONGEST && text.indexOf('\0') < 0) {
      return text;
    }
    throw new IllegalArgumentException("'" + field + "' is no text of at most " + LONGEST);
  }

  private static List<String> texts(Map<String, Object> values, String field) {
    Object value = values.get(field);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof List<?> list) || list.size() > MOST) {
      throw new IllegalArgumentException("'" + field + "' is no list of at most " + MOST);
    }
    return list.stream().map(entry -> text(entry, field)).toList();
  }
}
