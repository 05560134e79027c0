package io.berth.cli.task;

import io.berth.cli.Session;
import io.berth.cli.http.Reply;
import io.berth.cli.http.ServerOptions;
import io.berth.cli.http.Values;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code berth task add}. */
@Command(name = "add", description = "Add a task to a project; its id is printed.")
public final class AddCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private ServerOptions server;

  @Parameters(index = "0", paramLabel = "PROJECT", description = "Its project.")
  private String project;

  @Parameters(index = "1", paramLabel = "NAME", description = "What is to be done, in a line.")
  private String name;

  @Option(names = "--description", paramLabel = "TEXT", description = "All that is to be known.")
  private String description;

  @Option(names = "--priority", paramLabel = "P", description = "low, medium, high or urgent.")
  private String priority;

  @Option(names = "--skills", split = ",", paramLabel = "A,B", description = "Required skills.")
  private List<String> skills = List.of();

  @Option(names = "--prefers", split = ",", paramLabel = "A,B", description = "Preferred skills.")
  private List<String> preferred = List.of();

  @Option(names = "--labels", split = ",", paramLabel = "A,B", description = "What it is about.")
  private List<String> labels = List.of();

  @Option(names = "--files", split = ",", paramLabel = "A,B", description = "Files it touches.")
  private List<String> files = List.of();

  @Option(names = "--after", split = ",", paramLabel = "ID", description = "What it waits for.")
  private List<String> after = List.of();

  @Option(names = "--parent", paramLabel = "ID", description = "The task that it is a part of.")
  private String parent;

  /** A command of this session. */
  public AddCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("projectId", project);
    body.put("name", name);
    body.put("description", description);
    body.put("priority", priority);
    body.put("requiredSkills", skills);
    body.put("preferredSkills", preferred);
    body.put("labels", labels);
    body.put("files", files);
    body.put("dependencies", after);
    body.put("parent", parent);
    body.values().removeIf(value -> value == null);
    Reply reply = server.api(session).post("/api/v1/tasks", body);
    session.console().print(server.json() ? reply.pretty() : Values.text(reply.json(), "id"));
    return 0;
  }
}
