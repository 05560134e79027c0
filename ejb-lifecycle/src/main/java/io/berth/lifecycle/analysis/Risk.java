package io.berth.lifecycle.analysis;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Something that may keep a project from getting on, and what to do.
 *
 * @param type its name for programs
 * @param tasks the first tasks that it is about
 */
public record Risk(String type, Severity severity, String description, List<String> tasks) {
  /** How bad it is; the worst is the level of the project. */
  public enum Severity {
    /** Worth knowing. */
    LOW,
    /** Worth a look today. */
    MEDIUM,
    /** Keeps work from going on. */
    HIGH,
    /** Somebody must act now. */
    CRITICAL;

    /** The spelling in JSON. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Risk {
    tasks = List.copyOf(tasks);
  }

  Map<String, Object> values() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("type", type);
    values.put("severity", severity.label());
    values.put("description", description);
    values.put("tasks", tasks);
    return values;
  }
}
