package io.berth.lifecycle.settings;

import java.util.Locale;
import java.util.function.Function;

/**
 * One setting: its key, how its value is written and read, what it means. The instances stand in
 * {@link Catalogue}; a key that is not there does not exist.
 *
 * @param key {@code berth.idle.timeout}
 * @param type how the value is written, for a human
 * @param fallback the default as somebody would write it; empty: none
 * @param perProject whether a project may have its own value
 * @param meaning one sentence
 * @param parser reads the value; throws {@link IllegalArgumentException} with the rule
 */
public record Setting<T>(
    String key,
    String type,
    String fallback,
    boolean perProject,
    String meaning,
    Function<String, T> parser) {

  /**
   * The name in a project's {@code settings}: {@code berth.idle.min-requests} is idleMinRequests.
   */
  public String projectKey() {
    StringBuilder name = new StringBuilder();
    for (String part : key.substring(Catalogue.PREFIX.length()).split("[.-]")) {
      name.append(name.isEmpty() ? part.charAt(0) : Character.toUpperCase(part.charAt(0)))
          .append(part.substring(1));
    }
    return name.toString();
  }

  /** The name of its environment variable. */
  public String environmentName() {
    return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  Setting<T> forProjectsToo() {
    return new Setting<>(key, type, fallback, true, meaning, parser);
  }
}
