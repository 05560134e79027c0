package io.berth.connector.stdio;

import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line that the program wrote.
 *
 * @param bytes without its end; of an overlong one only its first and last few hundred
 * @param overlong whether it was longer than allowed
 * @param tail the end of an overlong one
 */
record Line(byte[] bytes, boolean overlong, byte[] tail) {
  private static final Pattern AT_START =
      Pattern.compile(
          "^\\s*\\{\\s*(\"jsonrpc\"\\s*:\\s*\"2\\.0\"\\s*,\\s*)?\"id\"\\s*:\\s*(\\d{1,18})\\s*,");
  private static final Pattern AT_END =
      Pattern.compile(
          "\"id\"\\s*:\\s*(\\d{1,18})\\s*(,\\s*\"jsonrpc\"\\s*:\\s*\"2\\.0\"\\s*)?\\}\\s*$");
  private static final int SHOWN = 200;

  static Line of(byte[] bytes) {
    return new Line(bytes, false, new byte[0]);
  }

  /** The id of a message too long to be read: libraries write it first or last. */
  OptionalLong guessedId() {
    Matcher start = AT_START.matcher(text(bytes));
    if (start.find()) {
      return OptionalLong.of(Long.parseLong(start.group(2)));
    }
    Matcher end = AT_END.matcher(text(tail));
    return end.find() ? OptionalLong.of(Long.parseLong(end.group(1))) : OptionalLong.empty();
  }

  /** For a human: printable, and not too long. */
  String shown() {
    String text = text(bytes).replaceAll("\\p{Cntrl}", "?");
    return text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
