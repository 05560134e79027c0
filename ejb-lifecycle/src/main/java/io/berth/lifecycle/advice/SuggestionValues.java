package io.berth.lifecycle.advice;

import java.util.LinkedHashMap;
import java.util.Map;

/** Suggestions as plain values in the names of the originals. Pure. */
public final class SuggestionValues {
  private SuggestionValues() {}

  /** All of them. */
  public static Map<String, Object> of(Suggestions suggestions) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("kind", suggestions.kind());
    values.put("root_cause", suggestions.rootCause());
    values.put("impact_assessment", suggestions.impact());
    values.put("resolution_steps", suggestions.steps());
    values.put("required_resources", suggestions.resources());
    values.put("estimated_hours", suggestions.estimatedHours());
    values.put("escalation_needed", suggestions.escalate());
    values.put("prevention_measures", suggestions.prevention());
    values.put("learning_opportunities", suggestions.learning());
    values.put("recommended_collaborators", suggestions.collaborators());
    values.put("advisor", suggestions.advisor());
    values.put("reason", suggestions.reason());
    return values;
  }
}
