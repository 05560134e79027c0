package io.berth.lifecycle.settings;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Picks what is meant for Berth out of a configuration: the values of known keys, and every other
 * name with our prefix, so that the reader can refuse it.
 */
final class SettingsSource {
  private static final String ENVIRONMENT_PREFIX = "BERTH_";

  /**
   * What the launcher and the marks of processes leave in an environment; no settings of a node.
   */
  private static final Set<String> NO_SETTINGS =
      Set.of(
          "BERTH_BUILD",
          "BERTH_PORT",
          "BERTH_LISTEN",
          "BERTH_NODES",
          "BERTH_NODE_JAVA_OPTS",
          "BERTH_DATABASE_PASSWORD",
          "BERTH_PROJECT",
          "BERTH_GENERATION",
          "BERTH_WARM",
          "BERTH_RESERVED");

  private SettingsSource() {}

  static Map<String, String> collect(
      Iterable<String> names, Function<String, Optional<String>> value) {
    Map<String, String> texts = new HashMap<>();
    for (Setting<?> setting : Catalogue.ALL) {
      value.apply(setting.key()).ifPresent(text -> texts.put(setting.key(), text));
    }
    Set<String> environment =
        Catalogue.ALL.stream().map(Setting::environmentName).collect(Collectors.toSet());
    for (String name : names) {
      boolean ours = name.startsWith(Catalogue.PREFIX);
      boolean fromEnvironment =
          name.startsWith(ENVIRONMENT_PREFIX)
              && !environment.contains(name)
              && !NO_SETTINGS.contains(name);
      if (ours || fromEnvironment) {
        texts.putIfAbsent(name, value.apply(name).orElse(""));
      }
    }
    return texts;
  }
}
