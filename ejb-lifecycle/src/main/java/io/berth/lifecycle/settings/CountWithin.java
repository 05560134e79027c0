package io.berth.lifecycle.settings;

import java.time.Duration;
import java.time.format.DateTimeParseException;

/** So many within a window of time, written {@code 5 in PT5M}. */
public record CountWithin(int count, Duration window) {

  /** Reads {@code 5 in PT5M}. */
  public static CountWithin parse(String text) {
    String[] parts = text.strip().split("\\s+in\\s+", -1);
    try {
      CountWithin parsed =
          new CountWithin(Integer.parseInt(parts[0]), Duration.parse(parts[parts.length - 1]));
      if (parts.length == 2 && parsed.count > 0 && parsed.window.compareTo(Duration.ZERO) > 0) {
        return parsed;
      }
    } catch (NumberFormatException | DateTimeParseException e) {
      throw new IllegalArgumentException("write a number within a time, like 5 in PT5M", e);
    }
    throw new IllegalArgumentException("write a number within a time, like 5 in PT5M");
  }

  @Override
  public String toString() {
    return count + " in " + window;
  }
}
