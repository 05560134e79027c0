package io.berth.connector.warm;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a warm process says about its assignment.
 *
 * @param ready whether it serves
 * @param status the status it ends with otherwise; the KM's exit codes
 * @param text what it said, for a human
 */
public record Answer(boolean ready, int status, String text) {
  /** The port could not be taken. */
  public static final int PORT_TAKEN = 3;

  private static final Pattern FAILED = Pattern.compile("FAILED (\\d{1,3}) (.*)");

  /** Reads a line of it. */
  public static Answer of(String line) {
    Matcher failed = FAILED.matcher(line);
    if (failed.matches()) {
      return new Answer(false, Integer.parseInt(failed.group(1)), failed.group(2));
    }
    return new Answer(line.startsWith("READY port="), 0, line);
  }
}
