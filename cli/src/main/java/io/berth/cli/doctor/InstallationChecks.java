package io.berth.cli.doctor;

import io.berth.cli.CommandFailure;
import io.berth.cli.http.BerthApi;
import io.berth.cli.http.Reply;
import io.berth.cli.http.Values;
import io.berth.cli.installation.DatabaseChoice;
import io.berth.cli.installation.Installation;
import io.berth.cli.node.Node;
import io.berth.cli.os.PortOwner;
import io.berth.cli.os.ProcFs;
import io.berth.cli.postgres.EmbeddedPostgres;
import io.berth.cli.status.AlertLine;
import io.berth.cli.terminal.Amounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What one installation looks like: folder, database, node, API, the built-in KM. */
final class InstallationChecks {
  private static final int DEFAULT_PORT = 8080;
  private static final long ENOUGH = 1L << 30;

  private final Installation installation;
  private final Map<String, String> env;
  private final ProcFs proc = new ProcFs();

  InstallationChecks(Installation installation, Map<String, String> env) {
    this.installation = installation;
    this.env = env;
  }

  List<Finding> all(Supplier<BerthApi> api) {
    List<Finding> findings = new ArrayList<>();
    if (!Files.isDirectory(installation.data())) {
      findings.add(
          Finding.warning("data", installation.data() + " is not there yet: berth up makes it"));
      findings.add(port(DEFAULT_PORT));
      return findings;
    }
    findings.add(data());
    findings.add(space());
    findings.add(database());
    findings.add(node());
    findings.add(builtIn());
    findings.addAll(server(api));
    return findings;
  }

  private Finding data() {
    try {
      String rights =
          PosixFilePermissions.toString(Files.getPosixFilePermissions(installation.data()));
      if (!rights.endsWith("------")) {
        return Finding.bad(
            "data", installation.data() + " is " + rights + ": chmod 700 " + installation.data());
      }
      return Files.isWritable(installation.data())
          ? Finding.good("data", installation.data() + " (" + rights + ")")
          : Finding.bad("data", "this user may not write to " + installation.data());
    } catch (IOException e) {
      return Finding.bad("data", "cannot look at " + installation.data() + ": " + e.getMessage());
    }
  }

  private Finding space() {
    long free = installation.data().toFile().getUsableSpace();
    return free > ENOUGH
        ? Finding.good("disk", Amounts.bytes(free) + " free")
        : Finding.warning("disk", Amounts.bytes(free) + " free: make space before it is full");
  }

  private Finding database() {
    try {
      if (DatabaseChoice.of(installation, env).isExternal()) {
        DatabaseChoice.of(installation, env).start();
        return Finding.good("database", "the one of BERTH_DATABASE_URL answers");
      }
    } catch (CommandFailure e) {
      return Finding.bad("database", e.getMessage());
    }
    return new EmbeddedPostgres(installation.postgres())
        .running()
        .map(database -> Finding.good("database", "runs: " + database.url()))
        .orElseGet(this::noDatabase);
  }

  /** Bad only for a server that needs it now. */
  private Finding noDatabase() {
    String text = "does not run: berth up starts it";
    return new Node(installation, Node.FIRST, proc).running().isPresent()
        ? Finding.bad("database", text + " again; what is awake goes on meanwhile")
        : Finding.warning("database", text);
  }

  private Finding node() {
    Node node = new Node(installation, Node.FIRST, proc);
    return node.running()
        .map(process -> Finding.good("node", "runs: process " + process.pid()))
        .orElseGet(() -> port(node.port().orElse(DEFAULT_PORT)));
  }

  private Finding port(int port) {
    return PortOwner.isFree(port)
        ? Finding.warning("node", "does not run; port " + port + " is free: berth up starts it")
        : Finding.bad(
            "node",
            "does not run, and port "
                + port
                + " is taken by "
                + PortOwner.describe(proc, port)
                + ": berth up --port another");
  }

  private Finding builtIn() {
    Path folder = installation.data().resolve("km");
    if (!Files.isDirectory(folder)) {
      return Finding.warning("km", "not installed yet: the first start of a project does it");
    }
    try (Stream<Path> versions = Files.list(folder)) {
      return Finding.good("km", "installed: " + versions.map(Path::getFileName).toList());
    } catch (IOException e) {
      return Finding.bad("km", "cannot look at " + folder + ": " + e.getMessage());
    }
  }

  private List<Finding> server(Supplier<BerthApi> api) {
    try {
      BerthApi server = api.get();
      Reply system = server.get("/api/v1/system");
      long projects = (long) Values.number(system.json(), "projects");
      List<Finding> findings = new ArrayList<>();
      findings.add(Finding.good("server", server.base() + " answers, " + projects + " projects"));
      system
          .list("alerts")
          .forEach(alert -> findings.add(Finding.warning("alert", AlertLine.of(alert))));
      return findings;
    } catch (CommandFailure e) {
      boolean off = e.exitCode() == CommandFailure.NOT_RUNNING;
      return List.of(
          off
              ? Finding.warning("server", e.getMessage())
              // why cut: whoever reads this sees berth doctor already
              : Finding.bad("server", e.getMessage().replace(" Next: see berth doctor.", "")));
    }
  }
}
