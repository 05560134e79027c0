package io.berth.lifecycle.job;

import io.berth.connector.api.KmException;
import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.analysis.BoardLook;
import io.berth.lifecycle.analysis.KnowledgeFacts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what a KM says of its project. Blocks; changes nothing. */
final class KmLook {
  private static final int LONGEST_QUESTION = 500;

  private final KmCalls km;

  KmLook(KmCalls km) {
    this.km = km;
  }

  /** How much it knows, and whether its indexes are sound. */
  KnowledgeFacts facts(ProjectId project) throws KmException {
    Map<String, Object> status = km.status(project);
    Map<String, Boolean> sound = new LinkedHashMap<>();
    for (String index : ReindexRunner.INDEXES) {
      Map<String, Object> answer = km.maintain(project, "check_index", Map.of("index", index));
      sound.put(index, Boolean.TRUE.equals(answer.get("sound")));
    }
    return new KnowledgeFacts(
        number(status, "statistics", "knowledge_items", "total_items"),
        number(status, "statistics", "knowledge_items", "documents"),
        number(status, "statistics", "knowledge_items", "unique_tickets"),
        number(status, "statistics", "file_summaries", "total_summaries"),
        number(status, "statistics", "component_apis", "total_apis"),
        number(status, "database", "size_bytes"),
        sound,
        0,
        List.of());
  }

  /** Whether it knows something of what a task is called. */
  boolean knows(ProjectId project, BoardLook.Open task) throws KmException {
    String name = task.name();
    String question = name.length() > LONGEST_QUESTION ? name.substring(0, LONGEST_QUESTION) : name;
    Map<String, Object> answer =
        km.tool(project, "query", Map.of("question", question, "limit", 1), Optional.empty());
    return answer.get("results") instanceof List<?> found
        && !found.isEmpty()
        && found.get(0) instanceof Map<?, ?> best
        && best.get("similarity") instanceof Number similarity
        && similarity.doubleValue() >= KnowledgeFacts.ABOUT;
  }

  private static long number(Map<String, Object> values, String... path) {
    Object value = values;
    for (String name : path) {
      value = value instanceof Map<?, ?> object ? object.get(name) : null;
    }
    return KmCalls.number(value);
  }
}
