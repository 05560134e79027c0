package io.berth.cli.agent;

import io.berth.cli.Session;
import io.berth.cli.http.BerthApi;
import io.berth.cli.http.Reply;
import io.berth.cli.http.ServerOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code berth agent add}. */
@Command(
    name = "add",
    description = {
      "Register an agent; again changes what is said of it and keeps its counts and tasks.",
      "With --secret it gets a new secret, which is printed this once."
    })
public final class AddCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private ServerOptions server;

  @Parameters(index = "0", paramLabel = "ID", description = "Its name.")
  private String id;

  @Option(names = "--name", paramLabel = "NAME", description = "What people call it.")
  private String name;

  @Option(names = "--role", paramLabel = "ROLE", description = "What it does (default: agent).")
  private String role = "agent";

  @Option(names = "--skills", split = ",", paramLabel = "A,B", description = "What it can do.")
  private List<String> skills = List.of();

  @Option(names = "--project", paramLabel = "ID", description = "Where it works; may be repeated.")
  private List<String> projects = List.of();

  @Option(names = "--capacity", paramLabel = "N", description = "Tasks at once (default: 1).")
  private Integer capacity;

  @Option(names = "--secret", description = "Make it a secret for its --project.")
  private boolean secret;

  /** A command of this session. */
  public AddCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("agent_id", id);
    body.put("name", name == null ? id : name);
    body.put("role", role);
    body.put("skills", skills);
    // why only one: an agent of several projects works for all that it is granted
    body.put("project_id", projects.size() == 1 ? projects.get(0) : null);
    body.put("capacity", capacity);
    body.values().removeIf(value -> value == null);
    BerthApi api = server.api(session);
    Reply reply = api.post("/api/v1/agents/register", body);
    if (secret) {
      Reply made =
          api.post(
              "/api/v1/agents/" + BerthApi.segment(id) + "/secret", Map.of("projects", projects));
      session.console().print(server.json() ? made.pretty() : made.json().get("secret").toString());
    } else if (server.json()) {
      session.console().print(reply.pretty());
    } else {
      session.console().print("Agent " + id + " is registered.");
    }
    return 0;
  }
}
