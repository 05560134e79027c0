package io.berth.lifecycle.settings;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The settings of who looks at requests; named in {@link Catalogue#ALL} like all others. */
final class ObservationCatalogue {
  static final Setting<AccessFormat> ACCESS_LOG =
      new Setting<>(
          Catalogue.PREFIX + "access-log.format",
          "off, ecs or combined",
          "off",
          false,
          "Whether and how each request is written into DIR/log/access-NODE.log: as JSON with the names of the Elastic Common Schema, or in NCSA's combined format.",
          ObservationCatalogue::format);
  static final Setting<Integer> ACCESS_LOG_MEGABYTES =
      count("access-log.megabytes", "20", 10_000, "The size at which that file begins anew.");
  static final Setting<Integer> ACCESS_LOG_FILES =
      count("access-log.files", "5", 100, "How many of them are kept, the current one among them.");
  static final Setting<Duration> SLOW =
      new Setting<>(
          Catalogue.PREFIX + "slow-request",
          "duration, zero allowed",
          "PT5S",
          false,
          "A request whose answer began later is told in the log io.berth.slow, with the phase that took most; zero for none.",
          Parsers::notNegative);

  static final Setting<Integer> CACHE_AHEAD =
      new Setting<>(
          Catalogue.PREFIX + "cache.ahead",
          "number, 0 to 64",
          "0",
          false,
          "So many of each awake project's most asked questions are asked again before a caller does: after a write, after a wake, and when their answers grow old. Only of the built-in KM.",
          text -> Parsers.number(text, 0, 64));

  static final Setting<Optional<Rate>> RATE_MCP =
      rate(
          "rate.mcp",
          "Messages of one agent to MCP endpoints, beside rate.agent; without it, only that.");
  static final Setting<Optional<Rate>> RATE_MANAGEMENT =
      rate(
          "rate.management",
          "Requests of one agent to the management API; without it, any number.");
  static final Setting<Optional<Rate>> RATE_SIGN_IN =
      rate(
          "rate.sign-in",
          "Sign-ins of all agents from one address, failed or not; without it, any number.");

  /** All of them. */
  static final List<Setting<?>> ALL =
      List.of(
          ACCESS_LOG,
          ACCESS_LOG_MEGABYTES,
          ACCESS_LOG_FILES,
          SLOW,
          CACHE_AHEAD,
          RATE_MCP,
          RATE_MANAGEMENT,
          RATE_SIGN_IN);

  private ObservationCatalogue() {}

  private static Setting<Optional<Rate>> rate(String key, String meaning) {
    return new Setting<>(
        Catalogue.PREFIX + key,
        "rate",
        "",
        false,
        meaning,
        text -> text.isBlank() ? Optional.empty() : Optional.of(Parsers.rate(text)));
  }

  private static AccessFormat format(String text) {
    try {
      return AccessFormat.valueOf(text.strip().toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("must be off, ecs or combined", e);
    }
  }

  private static Setting<Integer> count(String key, String fallback, int most, String meaning) {
    return new Setting<>(
        Catalogue.PREFIX + key,
        "number, 1 to " + most,
        fallback,
        false,
        meaning,
        text -> Parsers.number(text, 1, most));
  }
}
