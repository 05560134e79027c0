package io.berth.cli.terminal;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Where a command speaks: results on stdout, progress and errors on stderr. Knows whether people
 * read it. One per run.
 *
 * @param colour whether stdout is a terminal that wants colour
 * @param interactive whether stderr is a terminal, so that a line may be redrawn
 */
public record Console(PrintStream out, PrintStream err, boolean colour, boolean interactive) {
  private static final String ESCAPE = "\u001b[";

  /** The console of this process; the start script says which streams are terminals. */
  public static Console system(Map<String, String> env) {
    boolean plain = env.containsKey("NO_COLOR") || "dumb".equals(env.get("TERM"));
    return new Console(
        new PrintStream(System.out, true, StandardCharsets.UTF_8),
        new PrintStream(System.err, true, StandardCharsets.UTF_8),
        Boolean.getBoolean("berth.stdout.terminal") && !plain,
        Boolean.getBoolean("berth.stderr.terminal"));
  }

  /** A line of the result. */
  public void print(String line) {
    out.println(line);
  }

  /** A line about the work under way. */
  public void note(String line) {
    err.println(line);
  }

  /** The text in green where colour is wanted. */
  public String good(String text) {
    return paint("32m", text);
  }

  /** The text in red where colour is wanted. */
  public String bad(String text) {
    return paint("31m", text);
  }

  /** The text in bold where colour is wanted. */
  public String strong(String text) {
    return paint("1m", text);
  }

  private String paint(String code, String text) {
    return colour ? ESCAPE + code + text + ESCAPE + "0m" : text;
  }
}
