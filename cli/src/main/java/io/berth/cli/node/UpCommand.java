package io.berth.cli.node;

import io.berth.cli.CommandFailure;
import io.berth.cli.Session;
import io.berth.cli.installation.DataOption;
import io.berth.cli.installation.Installation;
import io.berth.cli.terminal.Console;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code berth up}. */
@Command(
    name = "up",
    description = "Start PostgreSQL and the server, and wait until it is ready. Twice is once.")
public final class UpCommand implements Callable<Integer> {
  private static final int LAST_PORT = 65_535;

  private final Session session;

  @Mixin private DataOption data;

  @Option(names = "--port", paramLabel = "PORT", description = "Default: the last one, or 8080.")
  private Integer port;

  @Mixin private TlsOptions tls;

  @Option(names = "--nodes", paramLabel = "N", defaultValue = "1", description = "Default: 1.")
  private int nodes;

  @Option(names = "--foreground", description = "Stay, show the log, and stop all at the end.")
  private boolean foreground;

  @Option(names = "--json", description = "Print JSON instead of text.")
  private boolean json;

  /** A command of this session. */
  public UpCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (port != null && (port < 1 || port > LAST_PORT)) {
      throw new CommandFailure(
          CommandFailure.USAGE, "--port must be between 1 and " + LAST_PORT + ".", null);
    }
    if (nodes != 1) {
      throw new CommandFailure(
          CommandFailure.USAGE,
          "--nodes " + nodes + ": this version runs one node an installation; leave it out.",
          null);
    }
    Installation installation = data.installation(session);
    Up.Result result =
        new Up(installation, session.console(), session.env())
            .run(
                port == null ? OptionalInt.empty() : OptionalInt.of(port),
                tls.wanted(session.env()));
    report(installation, result);
    return foreground ? new Foreground(installation, session.console()).stay() : 0;
  }

  private void report(Installation installation, Up.Result result) {
    Console console = session.console();
    String url = "http://127.0.0.1:" + result.port();
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("url", url);
    lines.put("api", url + "/api/v1");
    result.tlsPort().ifPresent(secure -> lines.put("httpsPort", Integer.toString(secure)));
    lines.put("adminToken", installation.adminTokenFile().toString());
    lines.put("data", installation.data().toString());
    lines.put("database", result.database().url());
    lines.put("log", installation.node(Node.FIRST).resolve("server.log").toString());
    if (json) {
      console.print(io.berth.cli.terminal.JsonText.pretty(lines));
      return;
    }
    console.print(
        result.started()
            ? console.good("Berth is ready") + " after " + result.seconds() + " s."
            : "Berth runs already (process " + result.pid() + ").");
    console.print("  server       " + url + "  (API " + url + "/api/v1, described at /openapi)");
    result
        .tlsPort()
        .ifPresent(
            secure -> console.print("  https        port " + secure + ", for callers elsewhere"));
    console.print("  admin token  " + installation.adminTokenFile());
    console.print("  data         " + installation.data());
    console.print("  database     " + result.database().url());
    console.print("  log          " + lines.get("log"));
    console.print("Next: berth demo · berth project add my-project · berth status");
  }
}
