package io.berth.lifecycle.settings;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A value for every setting, all of them valid on their own and together. Immutable. Made from text
 * by {@link #read}; {@link #with} puts a project's own values on top.
 */
final class SettingValues {
  /** Of a project's mistakes; why: whoever sends thousands shall not keep a thread busy. */
  static final int MOST_TOLD = 20;

  private static final int MOST_SHOWN = 100;

  private final Map<String, Object> values;

  private SettingValues(Map<String, Object> values) {
    this.values = Map.copyOf(values);
  }

  /** Reads text by key; what is missing has its default. */
  static SettingValues read(Map<String, String> texts) {
    List<String> mistakes = new ArrayList<>();
    Map<String, Object> values = new HashMap<>();
    for (Setting<?> setting : Catalogue.ALL) {
      String text = texts.getOrDefault(setting.key(), setting.fallback());
      parse(setting, setting.key(), text, mistakes)
          .ifPresent(value -> values.put(setting.key(), value));
    }
    List<String> keys = Catalogue.ALL.stream().map(Setting::key).toList();
    for (String key : new TreeMap<>(texts).keySet()) {
      if (!keys.contains(key)) {
        mistakes.add(unknown(key, keys));
      }
    }
    return checked(values, mistakes);
  }

  private static String unknown(String key, List<String> keys) {
    List<String> names =
        key.startsWith(Catalogue.PREFIX)
            ? keys
            : Catalogue.ALL.stream().map(Setting::environmentName).toList();
    return key + ": no such setting; did you mean " + Nearest.to(key, names) + "?";
  }

  /** The same, with a project's own values, keyed as in its JSON. */
  SettingValues with(Map<String, String> own) {
    List<String> mistakes = new ArrayList<>();
    Map<String, Object> merged = new HashMap<>(values);
    Map<String, Setting<?>> allowed = new TreeMap<>();
    Catalogue.ALL.stream()
        .filter(Setting::perProject)
        .forEach(setting -> allowed.put(setting.projectKey(), setting));
    for (Map.Entry<String, String> each : new TreeMap<>(own).entrySet()) {
      if (mistakes.size() == MOST_TOLD) {
        mistakes.add("there may be more; correct these first");
        break;
      }
      Setting<?> setting = allowed.get(each.getKey());
      if (setting == null) {
        String name = shown(each.getKey());
        String near = Nearest.to(name, allowed.keySet());
        mistakes.add(name + ": no such project setting; did you mean " + near + "?");
      } else {
        parse(setting, each.getKey(), each.getValue(), mistakes)
            .ifPresent(value -> merged.put(setting.key(), value));
      }
    }
    return checked(merged, mistakes);
  }

  private static String shown(String text) {
    return text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "…";
  }

  private static Optional<Object> parse(
      Setting<?> setting, String name, String text, List<String> mistakes) {
    try {
      return Optional.of(setting.parser().apply(text));
    } catch (IllegalArgumentException e) {
      mistakes.add(name + " = '" + text + "': " + e.getMessage());
      return Optional.empty();
    }
  }

  private static SettingValues checked(Map<String, Object> values, List<String> mistakes) {
    if (mistakes.isEmpty()) {
      SettingValues all = new SettingValues(values);
      all.atMost(Catalogue.POOL_MIN, Catalogue.POOL_MAX, mistakes);
      all.atMost(Catalogue.POOL_MIN, Catalogue.POOL_CONTRACT_TO, mistakes);
      all.atMost(Catalogue.POOL_CONTRACT_TO, Catalogue.POOL_EXPAND_TO, mistakes);
      all.atMost(Catalogue.RESTART_BACKOFF, Catalogue.RESTART_MAX, mistakes);
      if (all.get(SecurityCatalogue.VAULT_URL).isEmpty()) {
        if (all.get(EncryptionCatalogue.ENCRYPTION)
            && all.get(EncryptionCatalogue.MASTER_KEY_FILE).isEmpty()) {
          mistakes.add(
              "berth.encryption = on needs "
                  + EncryptionCatalogue.MASTER_KEY_FILE.key()
                  + ", or master-key in a vault");
        }
        all.together(EventCatalogue.WEBHOOK_URL, EventCatalogue.WEBHOOK_SECRET_FILE, mistakes);
      }
      all.together(SecurityCatalogue.VAULT_URL, SecurityCatalogue.VAULT_TOKEN_FILE, mistakes);
      all.together(SecurityCatalogue.TLS_CERT, SecurityCatalogue.TLS_KEY, mistakes);
      all.together(SecurityCatalogue.TLS_KEY, SecurityCatalogue.TLS_CERT, mistakes);
      all.together(AdviceCatalogue.URL, AdviceCatalogue.MODEL, mistakes);
      if (mistakes.isEmpty()) {
        return all;
      }
    }
    throw new InvalidSettings(mistakes);
  }

  private <T extends Comparable<T>> void atMost(
      Setting<T> small, Setting<T> large, List<String> mistakes) {
    if (get(small).compareTo(get(large)) > 0) {
      mistakes.add(
          small.key()
              + " = "
              + get(small)
              + " must not be above "
              + large.key()
              + " = "
              + get(large));
    }
  }

  private void together(
      Setting<? extends Optional<?>> one,
      Setting<? extends Optional<?>> other,
      List<String> mistakes) {
    if (get(one).isPresent() && get(other).isEmpty()) {
      mistakes.add(one.key() + " needs " + other.key() + " too");
    }
  }

  @SuppressWarnings("unchecked") // why: read and with store only what the setting's parser made
  <T> T get(Setting<T> setting) {
    return (T) values.get(setting.key());
  }
}
