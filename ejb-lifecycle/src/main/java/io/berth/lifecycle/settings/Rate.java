package io.berth.lifecycle.settings;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * So many per unit of time, written {@code 10/min}; the units are {@code s}, {@code min}, {@code
 * h}.
 */
public record Rate(long count, Duration per) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,12})\\s*/\\s*(s|min|h)");
  private static final Map<String, Duration> UNITS =
      Map.of("s", Duration.ofSeconds(1), "min", Duration.ofMinutes(1), "h", Duration.ofHours(1));

  /** Reads {@code 10/min}. */
  public static Rate parse(String text) {
    Matcher form = FORM.matcher(text.strip());
    if (!form.matches()) {
      throw new IllegalArgumentException("write a rate like 10/min (units: s, min, h)");
    }
    return new Rate(Long.parseLong(form.group(1)), UNITS.get(form.group(2)));
  }

  /** The same rate, counted per minute. */
  public double perMinute() {
    return count * 60_000.0 / per.toMillis();
  }

  @Override
  public String toString() {
    for (Map.Entry<String, Duration> unit : UNITS.entrySet()) {
      if (unit.getValue().equals(per)) {
        return count + "/" + unit.getKey();
      }
    }
    return count + "/" + per;
  }
}
