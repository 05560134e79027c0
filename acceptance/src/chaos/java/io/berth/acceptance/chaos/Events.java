package io.berth.acceptance.chaos;

import io.berth.acceptance.Api;
import io.berth.acceptance.Api.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The audit of a project, page by page. */
final class Events {
  private static final int PAGE = 500;

  private Events() {}

  /** All of them, oldest first. */
  static List<Map<String, Object>> of(Api api, String project) {
    List<Map<String, Object>> all = new ArrayList<>();
    long after = 0;
    while (true) {
      Reply reply =
          api.get("/api/v1/projects/" + project + "/events?after=" + after + "&limit=" + PAGE);
      if (reply.status() != 200) {
        throw new IllegalStateException(reply.toString());
      }
      List<Map<String, Object>> page = list(reply.json().get("events"));
      all.addAll(page);
      if (page.size() < PAGE) {
        return all;
      }
      after = ((Number) page.get(page.size() - 1).get("id")).longValue();
    }
  }

  private static List<Map<String, Object>> list(Object value) {
    List<Map<String, Object>> events = new ArrayList<>();
    for (Object element : (List<?>) value) {
      Map<String, Object> event = new java.util.LinkedHashMap<>();
      ((Map<?, ?>) element).forEach((key, inner) -> event.put((String) key, inner));
      events.add(event);
    }
    return events;
  }
}
