package io.berth.km.status;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * RFC 3339 in UTC, to the millisecond, without the formatter classes, which are slow to load at
 * start.
 */
public final class Timestamps {
  private Timestamps() {}

  public static String text(Instant instant) {
    LocalDateTime time = LocalDateTime.ofEpochSecond(instant.getEpochSecond(), 0, ZoneOffset.UTC);
    int millis = instant.getNano() / 1_000_000;
    StringBuilder text = new StringBuilder(24).append(time.toLocalDate()).append('T');
    pad(text, time.getHour(), 2).append(':');
    pad(text, time.getMinute(), 2).append(':');
    pad(text, time.getSecond(), 2).append('.');
    return pad(text, millis, 3).append('Z').toString();
  }

  private static StringBuilder pad(StringBuilder text, int number, int width) {
    String digits = Integer.toString(number);
    for (int i = digits.length(); i < width; i++) {
      text.append('0');
    }
    return text.append(digits);
  }
}
