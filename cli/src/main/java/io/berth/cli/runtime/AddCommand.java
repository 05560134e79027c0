package io.berth.cli.runtime;

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

/** {@code berth runtime add}. */
@Command(
    name = "add",
    description = {
      "Add a runtime, or a version of the one of that name.",
      "The command and the environment may hold $${port} $${data} $${project} $${generation}"
          + " $${java}; no shell is involved."
    })
public final class AddCommand implements Callable<Integer> {
  private static final int CREATED = 201;

  private final Session session;

  @Mixin private ServerOptions server;

  @Parameters(index = "0", paramLabel = "NAME", description = "Its name.")
  private String name;

  @Option(names = "--command", required = true, paramLabel = "COMMAND", description = "In quotes.")
  private String command;

  @Option(names = "--transport", defaultValue = "http", description = "http (default) or stdio.")
  private String transport;

  @Option(names = "--ready-path", paramLabel = "PATH", description = "Answers 2xx when ready.")
  private String readyPath;

  @Option(names = "--mcp-path", paramLabel = "PATH", description = "Default: /mcp.")
  private String mcpPath;

  @Option(names = "--env", paramLabel = "NAME=VALUE", description = "May be repeated.")
  private Map<String, String> env = Map.of();

  @Option(
      names = "--memory-limit",
      paramLabel = "SIZE",
      converter = MemorySize.class,
      description = "Writable memory of each of its processes: 256MiB, 1GiB, or bytes.")
  private Long memoryLimit;

  @Option(names = "--nice", paramLabel = "N", description = "0 (default) to 19: gives way.")
  private Integer nice;

  @Option(names = "--read-only-tool", paramLabel = "TOOL", description = "May be repeated.")
  private List<String> readOnlyTools = List.of();

  @Option(names = "--stores-idempotency-keys", description = "Writes with a key are replay-safe.")
  private boolean storesIdempotencyKeys;

  @Option(names = "--permits-any-bind", description = "May listen elsewhere than on loopback.")
  private boolean permitsAnyBind;

  @Option(names = "--no-activate", description = "Starts keep the version they have.")
  private boolean noActivate;

  /** A command of this session. */
  public AddCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("name", name);
    body.put("transport", transport);
    body.put("command", CommandLineWords.split(command));
    body.put("env", env);
    body.put("readOnlyTools", readOnlyTools);
    body.put("storesIdempotencyKeys", storesIdempotencyKeys);
    body.put("permitsAnyBind", permitsAnyBind);
    body.put("activate", !noActivate);
    if (readyPath != null) {
      body.put("readyPath", readyPath);
    }
    if (memoryLimit != null) {
      body.put("memoryLimit", memoryLimit);
    }
    if (nice != null) {
      body.put("nice", nice);
    }
    if (mcpPath != null) {
      body.put("mcpPath", mcpPath);
    }
    Reply reply = server.api(session).post("/api/v1/runtimes", body);
    session.console().print(server.json() ? reply.pretty() : said(reply));
    return 0;
  }

  private String said(Reply reply) {
    String version = " version " + (long) Values.number(reply.json(), "version");
    if (reply.status() == CREATED) {
      return "Runtime " + name + version + " is added.";
    }
    return Boolean.TRUE.equals(reply.json().get("current"))
        ? "Runtime " + name + version + " is what starts take now."
        : "Runtime " + name + version + " is there; berth rollout start " + name + " brings it.";
  }
}
