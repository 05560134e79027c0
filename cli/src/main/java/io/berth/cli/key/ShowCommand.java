package io.berth.cli.key;

import io.berth.cli.Session;
import io.berth.cli.http.Reply;
import io.berth.cli.http.ServerOptions;
import io.berth.cli.http.Values;
import io.berth.cli.terminal.Table;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code berth key show}. */
@Command(
    name = "show",
    description = "Which master keys wrap the keys of how many projects, and what is under way.")
public final class ShowCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private ServerOptions server;

  /** A command of this session. */
  public ShowCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Reply reply = server.api(session).get("/api/v1/encryption");
    if (server.json()) {
      session.console().print(reply.pretty());
      return 0;
    }
    Map<String, Object> all = reply.json();
    Table table = new Table();
    table.row("new projects", all.get("newProjects").equals(true) ? "encrypted" : "not encrypted");
    table.row("master key", Values.has(all, "masterKey") ? all.get("masterKey") : "none");
    for (Object key : (List<?>) all.get("keys")) {
      Map<?, ?> one = (Map<?, ?>) key;
      table.row(
          "wrapped by " + one.get("masterKey"),
          one.get("projects")
              + " projects"
              + (one.get("here").equals(true) ? "" : "; this node does not have that master key"));
    }
    for (Object changing : (List<?>) all.get("changing")) {
      Map<?, ?> one = (Map<?, ?>) changing;
      table.row("under way", one.get("changing") + " " + one.get("project"));
    }
    table.lines().forEach(session.console()::print);
    return 0;
  }
}
