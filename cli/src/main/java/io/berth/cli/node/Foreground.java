package io.berth.cli.node;

import io.berth.cli.installation.Installation;
import io.berth.cli.os.ProcFs;
import io.berth.cli.os.ProcessIdentity;
import io.berth.cli.terminal.Console;
import java.util.Optional;
import java.util.concurrent.Executors;

/**
 * Stays beside a running node for a terminal or a container: shows its log, and brings the whole
 * installation down when it is interrupted or the node ends.
 */
final class Foreground {
  private final Installation installation;
  private final Console console;
  private final ProcFs proc = new ProcFs();

  Foreground(Installation installation, Console console) {
    this.installation = installation;
    this.console = console;
  }

  int stay() {
    Node node = new Node(installation, Node.FIRST, proc);
    Optional<ProcessIdentity> process = node.running();
    Runtime.getRuntime()
        .addShutdownHook(Executors.defaultThreadFactory().newThread(this::bringDown));
    new LogFollow(node.log())
        .follow(console::print, () -> process.filter(p -> p.alive(proc)).isPresent());
    console.note("The server ended; its log is " + node.log() + ".");
    return 1;
  }

  private void bringDown() {
    new Down(installation).run().forEach(what -> console.note("Stopped " + what + "."));
  }
}
