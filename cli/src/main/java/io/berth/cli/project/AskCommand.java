package io.berth.cli.project;

import io.berth.cli.Session;
import io.berth.cli.http.McpClient;
import io.berth.cli.http.Values;
import io.berth.cli.terminal.Console;
import io.berth.cli.terminal.JsonText;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code berth project ask}. */
@Command(name = "ask", description = "Ask a project a question over MCP.")
public final class AskCommand implements Callable<Integer> {
  private static final int WIDTH = 300;

  private final Session session;

  @Mixin private OneProject project;

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "QUESTION", description = "In words.")
  private List<String> question;

  @Option(names = "--limit", paramLabel = "N", defaultValue = "3", description = "Default: 3.")
  private int limit;

  /** A command of this session. */
  public AskCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Map<String, Object> answer =
        new McpClient(project.api(session))
            .call(
                project.id(),
                "query",
                Map.of("question", String.join(" ", question), "limit", limit));
    Console console = session.console();
    if (project.json()) {
      console.print(JsonText.pretty(answer));
      return 0;
    }
    List<Map<String, Object>> results = Results.of(answer);
    if (results.isEmpty()) {
      console.print("Project " + project.id() + " knows nothing about that.");
    }
    results.forEach(result -> show(console, result));
    return 0;
  }

  private static void show(Console console, Map<String, Object> result) {
    String where = Values.text(result, "source");
    String heading = Values.text(result, "heading");
    String title = where.isEmpty() ? Values.text(result, "title") : where;
    console.print(
        console.strong(title)
            + (heading.isEmpty() ? "" : " § " + heading)
            + String.format(Locale.ROOT, "  (%.2f)", Values.number(result, "similarity")));
    String text = Values.text(result, Values.has(result, "snippet") ? "snippet" : "content");
    String line = text.strip().replaceAll("\\s+", " ");
    console.print("  " + (line.length() > WIDTH ? line.substring(0, WIDTH) + " …" : line));
  }
}
