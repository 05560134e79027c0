package io.berth.gateway.search;

import io.berth.connector.api.ProjectId;
import io.berth.gateway.api.Queries;
import io.berth.gateway.json.JsonInput;
import jakarta.json.JsonObject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A question to several projects. Valid by construction. */
record SearchRequest(List<ProjectId> projects, String question, int limit) {
  private static final int MOST_PROJECTS = 20;
  private static final int LONGEST_QUESTION = 2_000;
  private static final int MOST_RESULTS = 50;
  private static final int RESULTS = 10;

  static SearchRequest read(JsonObject json) {
    JsonInput input = new JsonInput(json, Set.of("projects", "question", "limit"));
    Set<ProjectId> projects = new LinkedHashSet<>();
    for (String name : input.texts("projects")) {
      if (!ProjectId.isValid(name)) {
        throw Queries.invalid("'projects': each must be named, and be " + ProjectId.RULE);
      }
      projects.add(new ProjectId(name));
    }
    if (projects.isEmpty() || projects.size() > MOST_PROJECTS) {
      throw Queries.invalid("'projects' must name 1 to " + MOST_PROJECTS + " projects");
    }
    return new SearchRequest(
        List.copyOf(projects),
        input.required("question", SearchRequest::question),
        limit(input.number("limit").orElse(RESULTS)));
  }

  private static int limit(long wanted) {
    if (wanted < 1 || wanted > MOST_RESULTS) {
      throw Queries.invalid("'limit' must be from 1 to " + MOST_RESULTS);
    }
    return (int) wanted;
  }

  private static String question(String text) {
    if (text.isBlank() || text.length() > LONGEST_QUESTION) {
      throw new IllegalArgumentException("1 to " + LONGEST_QUESTION + " characters");
    }
    return text;
  }
}
