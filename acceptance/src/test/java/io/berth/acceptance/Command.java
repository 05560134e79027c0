package io.berth.acceptance;

import io.berth.cli.Berth;
import io.berth.cli.Session;
import io.berth.cli.terminal.Console;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The {@code berth} command against the installation of this run, without a process of its own. */
public final class Command {
  private Command() {}

  /** Runs it as the administrator. */
  public static LocalBerth.Outcome berth(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console =
        new Console(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            false);
    BerthUnderTest server = BerthUnderTest.current();
    Map<String, String> env =
        Map.of("BERTH_URL", server.url().toString(), "BERTH_TOKEN", server.adminToken());
    int exit = Berth.run(new Session(console, env), arguments);
    return new LocalBerth.Outcome(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
