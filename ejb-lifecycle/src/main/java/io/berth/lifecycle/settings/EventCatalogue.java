package io.berth.lifecycle.settings;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The settings of what becomes of events; named in {@link Catalogue#ALL} like all others. */
final class EventCatalogue {
  static final Setting<Duration> TASKS_HISTORY =
      setting(
          "tasks.history",
          "duration",
          "P90D",
          "How long lines in the history of a task are kept once it is over.",
          Parsers::positive);
  static final Setting<Boolean> LOG =
      setting(
          "events.log",
          "true or false",
          "false",
          "Whether each event is written into the server's log, as a line of JSON.",
          Parsers::flag);
  static final Setting<Optional<URI>> WEBHOOK_URL =
      setting(
          "events.webhook.url",
          "URL, https or of this machine",
          "",
          "Where events are posted to, signed, at least once and in order; without it, nowhere.",
          Parsers::optionalHook);
  static final Setting<Optional<Path>> WEBHOOK_SECRET_FILE =
      setting(
          "events.webhook.secret-file",
          "path",
          "",
          "A file (0600) with the secret that signs them, at least 24 bytes, or whsec_ and Base64; read again for each post.",
          Parsers::optionalPath);
  static final Setting<Duration> WEBHOOK_TIMEOUT =
      setting(
          "events.webhook.timeout",
          "duration, up to PT1M",
          "PT10S",
          "How long the answer to a post may take.",
          Parsers::upToAMinute);

  static final Setting<Optional<String>> JMS_FACTORY =
      setting(
          "events.jms.connection-factory",
          "JNDI name",
          "",
          "The server's JMS connection factory through which events are sent as messages, at least once and in order; without it, none is.",
          Parsers::optionalJndi);
  static final Setting<String> JMS_DESTINATION =
      setting(
          "events.jms.destination",
          "JNDI name",
          "jms/berth-events",
          "The queue or topic that they are sent to.",
          Parsers::jndi);
  static final Setting<Duration> JMS_TIMEOUT =
      setting(
          "events.jms.timeout",
          "duration, up to PT1M",
          "PT10S",
          "How long the broker may take to confirm up to a hundred of them.",
          Parsers::upToAMinute);
  static final Setting<Optional<Path>> BOARDS_FILE =
      setting(
          "boards-file",
          "path",
          "",
          "A JSON file with the boards outside on which tasks of projects are mirrored; without it, none is.",
          Parsers::optionalPath);

  /** All of them. */
  static final List<Setting<?>> ALL =
      List.of(
          TASKS_HISTORY,
          LOG,
          WEBHOOK_URL,
          WEBHOOK_SECRET_FILE,
          WEBHOOK_TIMEOUT,
          JMS_FACTORY,
          JMS_DESTINATION,
          JMS_TIMEOUT,
          BOARDS_FILE);

  private EventCatalogue() {}

  private static <T> Setting<T> setting(
      String key,
      String type,
      String fallback,
      String meaning,
      java.util.function.Function<String, T> parser) {
    return new Setting<>(Catalogue.PREFIX + key, type, fallback, false, meaning, parser);
  }
}
