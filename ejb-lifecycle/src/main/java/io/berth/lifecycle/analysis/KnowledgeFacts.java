package io.berth.lifecycle.analysis;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a KM says of its project.
 *
 * @param indexes which search index is sound
 * @param asked open tasks whose names it was asked for
 * @param unknown the tasks among them of which it knows next to nothing
 */
public record KnowledgeFacts(
    long items,
    long documents,
    long tickets,
    long fileSummaries,
    long apis,
    long bytes,
    Map<String, Boolean> indexes,
    int asked,
    List<String> unknown) {
  /** Below this similarity, what was found is about something else. */
  public static final double ABOUT = 0.2;

  public KnowledgeFacts {
    indexes = Map.copyOf(indexes);
    unknown = List.copyOf(unknown);
  }

  Map<String, Object> values() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("items", items);
    values.put("documents", documents);
    values.put("tickets", tickets);
    values.put("fileSummaries", fileSummaries);
    values.put("apis", apis);
    values.put("bytes", bytes);
    values.put("indexesSound", indexes);
    values.put("tasksAsked", asked);
    values.put("tasksUnknown", unknown);
    return values;
  }
}
