package io.berth.cli.project;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** The settings of a project that have an option of their own; an empty value is the default. */
public final class SettingOptions {
  @Option(names = "--idle-timeout", paramLabel = "PT1H", description = "Sleeps after this.")
  private String idleTimeout;

  @Option(names = "--idle-grace", paramLabel = "PT5M", description = "Not before this.")
  private String idleGrace;

  @Option(names = "--idle-min-requests", paramLabel = "N", description = "Nor before so many.")
  private String idleMinRequests;

  @Option(
      names = "--stream-silence",
      paramLabel = "PT1H",
      description = "An open stream that carries nothing for so long keeps it awake no longer.")
  private String streamSilence;

  @Option(
      names = "--keep-warm",
      paramLabel = "CRON",
      description = "Started at these times and then kept, like \"0 8-18 * * MON-FRI\".")
  private String keepWarm;

  @Option(
      names = "--keep-warm-for",
      paramLabel = "PT1H",
      description = "How long each of these times keeps it.")
  private String keepWarmFor;

  @Option(names = "--wake", paramLabel = "CRON", description = "Started at these times.")
  private String wake;

  @Option(
      names = "--zone",
      paramLabel = "ZONE",
      description = "The time zone of both, like Europe/Berlin.")
  private String zone;

  @Option(
      names = "--max-age",
      paramLabel = "P1D",
      description = "Replaced by its next generation when it is older.")
  private String maxAge;

  /** Those that were given, by their names in the project; null: back to the default. */
  Map<String, Object> given() {
    Map<String, Object> settings = new LinkedHashMap<>();
    put(settings, "idleTimeout", idleTimeout);
    put(settings, "idleGrace", idleGrace);
    put(settings, "idleMinRequests", idleMinRequests);
    put(settings, "idleStreamSilence", streamSilence);
    put(settings, "scheduleKeepWarm", keepWarm);
    put(settings, "scheduleKeepWarmFor", keepWarmFor);
    put(settings, "scheduleWake", wake);
    put(settings, "scheduleZone", zone);
    put(settings, "maxAge", maxAge);
    return settings;
  }

  private static void put(Map<String, Object> values, String key, String value) {
    if (value != null) {
      values.put(key, value.isBlank() ? null : value);
    }
  }
}
