package io.berth.connector.process;

import io.berth.connector.proc.HostTools;
import io.berth.connector.proc.Mark;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Starts a program in a session of its own, with an environment built from nothing. The one place
 * of this module that forks KMs.
 */
final class Fork {
  private static final String NO_PATH = "/usr/local/bin:/usr/bin:/bin";

  private Fork() {}

  /** A program, resolved and expanded. */
  record Program(List<String> command, Map<String, String> environment, Path folder) {}

  /**
   * The environment of a KM: what its runtime says, the mark, and the few names that programs
   * cannot do without and that tell nothing.
   */
  static Map<String, String> environment(Map<String, String> runtime, Mark mark, Path folder) {
    Map<String, String> all = new HashMap<>();
    all.put("PATH", System.getenv().getOrDefault("PATH", NO_PATH));
    all.put("HOME", folder.toString());
    all.put("LANG", "C.UTF-8");
    all.putAll(runtime);
    mark.writeTo(all);
    return all;
  }

  /** Its input is empty, its output is appended to one file. */
  static Process start(Program program, Path output) throws IOException {
    return builder(program)
        .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
        .start();
  }

  /** Its input and output are pipes of ours, its errors are appended to one file. */
  static Process startPiped(Program program, Path errors) throws IOException {
    return builder(program)
        .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()))
        .start();
  }

  private static ProcessBuilder builder(Program program) throws IOException {
    List<String> command = new ArrayList<>();
    // why: setsid(1) turns itself into the program: same pid, now leader of a session and a group
    command.add(
        HostTools.find("setsid")
            .orElseThrow(() -> new IOException("setsid is missing: install util-linux"))
            .toString());
    command.addAll(program.command());
    ProcessBuilder builder = new ProcessBuilder(command).directory(program.folder().toFile());
    builder.environment().clear();
    builder.environment().putAll(program.environment());
    return builder;
  }
}
