package io.berth.cli.os;

import io.berth.cli.CommandFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A process in a session of its own that outlives this command and writes to a file. Its
 * environment is exactly the one given.
 */
public final class DetachedProcess {
  private final Process process;
  private final ProcessIdentity identity;

  private DetachedProcess(Process process, ProcessIdentity identity) {
    this.process = process;
    this.identity = identity;
  }

  /**
   * Starts it.
   *
   * @throws CommandFailure if there is no such program or it ended at once
   */
  public static DetachedProcess start(
      ProcFs proc, List<String> command, Map<String, String> env, Path folder, Path log) {
    List<String> full = new ArrayList<>(List.of("setsid"));
    full.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(full).directory(folder.toFile());
    builder.environment().clear();
    builder.environment().putAll(env);
    builder.redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")));
    builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    try {
      Process process = builder.start();
      // why: setsid replaces itself by the program, so this pid is the program's and its group's.
      ProcessIdentity identity =
          ProcessIdentity.of(proc, process.pid())
              .orElseThrow(
                  () -> new CommandFailure(command.get(0) + " ended at once; look into " + log));
      return new DetachedProcess(process, identity);
    } catch (IOException e) {
      throw new CommandFailure(
          "Cannot start " + command.get(0) + ": are setsid and it installed?", e);
    }
  }

  /** Which process it is. */
  public ProcessIdentity identity() {
    return identity;
  }

  /** Its exit code if it has ended. */
  public OptionalInt exitCode() {
    return process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
  }
}
