package io.berth.cli.demo;

import io.berth.cli.http.McpClient;
import io.berth.cli.http.Values;
import io.berth.cli.project.Results;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;

/** Asks every question of its own project, and of all others, who must not know. */
final class Asking {
  private static final int LIMIT = 10;
  private static final double NANOS = 1e9;

  private final McpClient mcp;
  private final Map<String, Set<String>> documents;
  private final LongSupplier nanos = System::nanoTime;

  /**
   * Over these projects.
   *
   * @param documents the names of what was imported, by project
   */
  Asking(McpClient mcp, Map<String, Set<String>> documents) {
    this.mcp = mcp;
    this.documents = documents;
  }

  Round ask(List<Question> questions) {
    List<Round.Answer> answers = new ArrayList<>();
    Set<String> leaks = new TreeSet<>();
    for (Question question : questions) {
      long start = nanos.getAsLong();
      List<String> sources = sources(question.project(), question.question());
      answers.add(new Round.Answer(question, sources, (nanos.getAsLong() - start) / NANOS));
      for (Map.Entry<String, Set<String>> project : documents.entrySet()) {
        boolean own = project.getKey().equals(question.project());
        List<String> found = own ? sources : sources(project.getKey(), question.question());
        Round.foreign(found, project.getValue())
            .forEach(leak -> leaks.add(project.getKey() + " showed " + leak));
      }
    }
    return new Round(answers, leaks);
  }

  private List<String> sources(String project, String question) {
    Map<String, Object> answer =
        mcp.call(project, "query", Map.of("question", question, "limit", LIMIT));
    Set<String> sources = new LinkedHashSet<>();
    Results.of(answer).forEach(result -> sources.add(Values.text(result, "source")));
    return List.copyOf(sources);
  }
}
