package io.berth.connector.process;

import io.berth.connector.api.KmRuntime;
import io.berth.connector.api.Problem;
import io.berth.connector.api.StartOrder;
import io.berth.connector.files.Secrets;
import io.berth.connector.install.KmInstall;
import io.berth.connector.keeper.Keeper;
import io.berth.connector.proc.Mark;
import io.berth.connector.proc.Marker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Turns a start order into the program to fork: Berth's own KM, or what the runtime says. */
final class Programs {
  /** One allocation arena: a small process with few threads needs no more. */
  private static final Map<String, String> BUILT_IN_ENVIRONMENT = Map.of("MALLOC_ARENA_MAX", "1");

  private final KmInstall install;
  private final String installation;
  private final String node;
  private final Confinement confinement;
  private final Keeper keeper;

  Programs(
      KmInstall install, String installation, String node, Confinement confinement, Keeper keeper) {
    this.install = install;
    this.installation = installation;
    this.node = node;
    this.confinement = confinement;
    this.keeper = keeper;
  }

  Marker marker(StartOrder order) {
    return new Marker(installation, node, order.project(), order.generation());
  }

  Fork.Program program(StartOrder order, int port) throws StartFailure {
    KmRuntime runtime = order.runtime();
    return runtime.builtIn() ? builtIn(order, port) : foreign(order, port);
  }

  private Fork.Program builtIn(StartOrder order, int port) throws StartFailure {
    try {
      List<String> command =
          install.command(order, port, Secrets.file(order.dataFolder(), order.generation()));
      Map<String, String> environment =
          Fork.environment(BUILT_IN_ENVIRONMENT, marker(order), order.dataFolder());
      return new Fork.Program(command, environment, order.dataFolder(), order.key());
    } catch (IOException e) {
      throw new StartFailure(
          Problem.START_FAILED, "the built-in KM cannot be installed: " + e.getMessage(), e);
    }
  }

  /** Forks a process of the built-in KM that has no project yet, or is to have several. */
  static Process forkWarm(List<String> command, Mark mark, Path folder, Path output)
      throws IOException {
    return Fork.start(
        new Fork.Program(command, Fork.environment(BUILT_IN_ENVIRONMENT, mark, folder), folder),
        output);
  }

  private Fork.Program foreign(StartOrder order, int port) throws StartFailure {
    Path folder = order.dataFolder();
    Templates templates = Templates.of(order, port, install.java());
    Map<String, String> environment =
        Fork.environment(templates.expand(order.runtime().env()), marker(order), folder);
    List<String> command = new ArrayList<>(templates.expand(order.runtime().command()));
    String name = command.get(0);
    Path program =
        CommandPath.find(name, environment.get("PATH"), folder)
            .orElseThrow(() -> StartFailure.failed(missing(order.runtime(), name, environment)));
    command.set(0, program.toString());
    command.addAll(0, confinement.words(order.runtime()));
    keeper.ensure();
    return new Fork.Program(command, environment, folder);
  }

  /** What is still to be set of a process that was just forked. */
  void forked(StartOrder order, long pid) {
    confinement.forked(order.runtime(), pid);
  }

  private static String missing(KmRuntime runtime, String name, Map<String, String> environment) {
    return "runtime "
        + runtime.name()
        + ": there is no executable program '"
        + name
        + "'"
        + (name.contains("/") ? "" : " in PATH " + environment.get("PATH"))
        + "; check its command";
  }
}
