package io.berth.connector.process;

import io.berth.connector.api.DataKey;
import io.berth.connector.proc.HostTools;
import io.berth.connector.proc.Mark;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Starts a program in a session of its own, with an environment built from nothing. The one place
 * of this module that forks KMs.
 */
final class Fork {
  private static final String NO_PATH = "/usr/local/bin:/usr/bin:/bin";

  private Fork() {}

  /**
   * A program, resolved and expanded.
   *
   * @param key what it is to read from its standard input
   */
  record Program(
      List<String> command, Map<String, String> environment, Path folder, Optional<DataKey> key) {
    /** One that reads nothing. */
    Program(List<String> command, Map<String, String> environment, Path folder) {
      this(command, environment, folder, Optional.empty());
    }
  }

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

  /** Its input is empty, or a key and then empty; its output is appended to one file. */
  static Process start(Program program, Path output) throws IOException {
    ProcessBuilder builder =
        builder(program)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
    if (program.key().isEmpty()) {
      return builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null"))).start();
    }
    Process child = builder.start();
    hand(program.key().get(), child);
    return child;
  }

  /** A pipe takes a line at once, whether anybody reads it or not. */
  private static void hand(DataKey key, Process child) {
    byte[] line = key.line();
    try (OutputStream input = child.getOutputStream()) {
      input.write(line);
    } catch (IOException e) {
      // why not thrown: it died, or reads the end of its input and ends; whoever waits for it to be
      // ready finds that, and what it wrote
      System.getLogger(Fork.class.getName())
          .log(System.Logger.Level.DEBUG, "pid " + child.pid() + " took no key", e);
    } finally {
      Arrays.fill(line, (byte) 0);
    }
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
