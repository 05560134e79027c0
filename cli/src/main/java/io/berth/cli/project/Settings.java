package io.berth.cli.project;

import io.berth.cli.CommandFailure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns {@code key=value} words into settings; an empty value goes back to the default. Pure. */
final class Settings {
  private Settings() {}

  static Map<String, Object> parse(List<String> words) {
    Map<String, Object> settings = new LinkedHashMap<>();
    for (String word : words) {
      int equals = word.indexOf('=');
      if (equals < 1) {
        throw new CommandFailure(
            CommandFailure.USAGE,
            "A setting is written key=value, for instance idleTimeout=PT10M, not: " + word,
            null);
      }
      String value = word.substring(equals + 1);
      settings.put(word.substring(0, equals), value.isEmpty() ? null : value);
    }
    return settings;
  }
}
