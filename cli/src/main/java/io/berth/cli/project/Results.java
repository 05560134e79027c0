package io.berth.cli.project;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The results of a {@code query}, best first. Pure. */
public final class Results {
  private Results() {}

  /** Those of this answer. */
  public static List<Map<String, Object>> of(Map<String, Object> answer) {
    List<Map<String, Object>> results = new ArrayList<>();
    if (answer.get("results") instanceof List<?> list) {
      for (Object each : list) {
        Map<String, Object> result = new LinkedHashMap<>();
        ((Map<?, ?>) each).forEach((key, value) -> result.put(String.valueOf(key), value));
        results.add(result);
      }
    }
    return results;
  }
}
