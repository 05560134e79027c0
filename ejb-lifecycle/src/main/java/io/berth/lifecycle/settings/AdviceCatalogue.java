package io.berth.lifecycle.settings;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The settings of advice by a model; named in {@link Catalogue#ALL} like all others. */
final class AdviceCatalogue {
  static final Setting<Optional<URI>> URL =
      setting(
          "advice.url",
          "URL, https or of this machine",
          "",
          "The language model that is asked for plans and against blockers, such as https://api.openai.com/v1 or https://api.anthropic.com/v1; without it, nobody is asked.",
          Parsers::optionalHook);
  static final Setting<String> API =
      setting(
          "advice.api",
          "openai or anthropic",
          "openai",
          "How it is asked: by chat/completions or by messages.",
          AdviceCatalogue::api);
  static final Setting<Optional<String>> MODEL =
      setting("advice.model", "name", "", "Its name there.", AdviceCatalogue::model);
  static final Setting<Optional<Path>> SECRET_FILE =
      setting(
          "advice.secret-file",
          "path",
          "",
          "A file (0600) with the key for it; read again for each question; without it, none is sent.",
          Parsers::optionalPath);
  static final Setting<Duration> TIMEOUT =
      setting(
          "advice.timeout",
          "duration, up to PT10M",
          "PT1M",
          "How long it may take; then the rules answer.",
          AdviceCatalogue::time);

  /** All of them. */
  static final List<Setting<?>> ALL = List.of(URL, API, MODEL, SECRET_FILE, TIMEOUT);

  private AdviceCatalogue() {}

  private static String api(String text) {
    if (!Set.of("openai", "anthropic").contains(text.strip())) {
      throw new IllegalArgumentException("must be openai or anthropic");
    }
    return text.strip();
  }

  private static Optional<String> model(String text) {
    if (!text.strip().matches("[\\p{Graph}]{0,200}")) {
      throw new IllegalArgumentException("must be at most 200 characters without spaces");
    }
    return Optional.of(text.strip()).filter(name -> !name.isEmpty());
  }

  private static Duration time(String text) {
    Duration time = Parsers.positive(text);
    if (time.compareTo(Duration.ofMinutes(10)) > 0) {
      throw new IllegalArgumentException("must be at most PT10M");
    }
    return time;
  }

  private static <T> Setting<T> setting(
      String key,
      String type,
      String fallback,
      String meaning,
      java.util.function.Function<String, T> parser) {
    return new Setting<>(Catalogue.PREFIX + key, type, fallback, false, meaning, parser);
  }
}
