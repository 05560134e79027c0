package io.berth.cli.node;

import io.berth.cli.installation.Installation;
import io.berth.cli.installation.MarkedProcesses;
import io.berth.cli.os.ProcFs;
import io.berth.cli.os.ProcessIdentity;
import io.berth.cli.os.Signals;
import io.berth.cli.os.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One server process of an installation, found by its record and by the mark in its environment.
 * Used by one command at a time, which holds the installation's lock.
 */
public final class Node {
  /** The only node of an installation on one machine. */
  public static final String FIRST = "node-1";

  private static final Duration PATIENCE = Duration.ofSeconds(45);
  private static final Duration KILL = Duration.ofSeconds(10);

  private final Installation installation;
  private final NodeFolder folder;
  private final String name;
  private final ProcFs proc;

  /** The node of this name. */
  public Node(Installation installation, String name, ProcFs proc) {
    this.installation = installation;
    this.name = name;
    this.folder = new NodeFolder(installation.node(name));
    this.proc = proc;
  }

  NodeFolder folder() {
    return folder;
  }

  String name() {
    return name;
  }

  /** Where its process writes. */
  public java.nio.file.Path log() {
    return folder.log();
  }

  /** The port that it listens on, or listened on last. */
  public Optional<Integer> port() {
    return NodeRecord.read(folder.record()).map(NodeRecord::port);
  }

  /** How it speaks HTTPS, or did last. */
  Optional<Tls> tls() {
    return NodeRecord.read(folder.record()).flatMap(NodeRecord::tls);
  }

  /** Its process, if it runs. */
  public Optional<ProcessIdentity> running() {
    return processes().stream().findFirst();
  }

  /**
   * Ends it.
   *
   * @return whether there was something to end
   */
  boolean stop() throws IOException {
    List<ProcessIdentity> found = processes();
    found.forEach(process -> Signals.send("TERM", process.pid()));
    if (!Waiting.until(PATIENCE, Duration.ofMillis(100), () -> processes().isEmpty())) {
      // why: its own process only; what it forked is in sessions of its own.
      processes().forEach(process -> Signals.send("KILL", process.pid()));
    }
    if (!Waiting.until(KILL, Duration.ofMillis(100), () -> processes().isEmpty())) {
      throw new io.berth.cli.CommandFailure(
          "The server process " + processes() + " does not die; look at it with ps.");
    }
    folder.clear();
    return !found.isEmpty();
  }

  private List<ProcessIdentity> processes() {
    List<ProcessIdentity> found = new ArrayList<>();
    NodeRecord.read(folder.record())
        .map(NodeRecord::process)
        .filter(process -> process.alive(proc))
        .ifPresent(found::add);
    installation
        .id()
        .ifPresent(
            id ->
                new MarkedProcesses(proc, id)
                    .nodes(name).stream()
                        .map(MarkedProcesses.Marked::identity)
                        .filter(process -> !found.contains(process))
                        .forEach(found::add));
    return found;
  }
}
