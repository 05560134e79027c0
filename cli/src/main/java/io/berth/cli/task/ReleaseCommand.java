package io.berth.cli.task;

import io.berth.cli.Session;
import io.berth.cli.http.BerthApi;
import io.berth.cli.http.Reply;
import io.berth.cli.http.ServerOptions;
import io.berth.cli.http.Values;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code berth task release}. */
@Command(
    name = "release",
    description = "Take a task from its holder; what that one reports later is not applied.")
public final class ReleaseCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private ServerOptions server;

  @Parameters(index = "0", paramLabel = "ID", description = "Its id, such as alpha-17.")
  private String id;

  @Option(names = "--to", paramLabel = "AGENT", description = "Offer it to this agent alone.")
  private String next;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for its history.")
  private String reason;

  /** A command of this session. */
  public ReleaseCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("agentId", next);
    body.put("reason", reason);
    body.values().removeIf(value -> value == null);
    Reply reply =
        server.api(session).post("/api/v1/tasks/" + BerthApi.segment(id) + "/take-back", body);
    session
        .console()
        .print(
            server.json()
                ? reply.pretty()
                : "Task " + id + " is " + Values.text(reply.json(), "status") + ".");
    return 0;
  }
}
