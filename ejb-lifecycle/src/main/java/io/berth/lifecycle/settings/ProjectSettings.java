package io.berth.lifecycle.settings;

import io.berth.connector.api.RestartLimits;
import io.berth.lifecycle.cron.CronTimes;
import io.berth.lifecycle.cron.KeepWarm;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;

/**
 * The settings that hold for one project: the installation's, with the project's own on top. Made
 * by {@link BerthSettings#forProject}.
 */
public record ProjectSettings(
    Idle idle,
    Schedule schedule,
    Recycling recycling,
    Duration startTimeout,
    Duration responseTimeout,
    Duration drainTimeout,
    Duration stopTimeout,
    int healthFailures,
    DegradedAction degradedAction,
    RestartLimits restart,
    Pool pool,
    boolean critical,
    Sharing sharing) {

  /**
   * When a process counts as idle.
   *
   * @param timeout without activity, once it had the minimum of requests
   * @param grace after its start, in which it is never idle
   * @param minRequests below which the unused timeout counts instead
   * @param unusedTimeout without activity, for a process below the minimum
   * @param streamSilence after which an open stream that carries nothing counts no longer
   */
  public record Idle(
      Duration timeout,
      Duration grace,
      int minRequests,
      Duration unusedTimeout,
      Duration streamSilence) {}

  /**
   * When a process is started by the clock.
   *
   * @param keepWarm the times at which it is started and then kept
   * @param wake the times at which it is only started
   * @param lateness up to which a missed time to wake is made up
   */
  public record Schedule(
      Optional<KeepWarm> keepWarm, Optional<CronTimes> wake, Duration lateness) {}

  /**
   * When a process is replaced because of its age.
   *
   * @param maxAge empty: never
   * @param patience for a quiet moment, after that age
   */
  public record Recycling(Optional<Duration> maxAge, Duration patience) {}

  /** When a project belongs into a shared process, and what follows. */
  public record Sharing(SharingPolicy policy, Rate below) {}

  /** The database pool inside a KM. */
  public record Pool(
      int min,
      int max,
      Duration idle,
      Duration lifetime,
      Rate expandAt,
      int expandTo,
      Rate contractAt,
      int contractTo) {
    /** As the built-in KM takes it on its command line. */
    public Map<String, String> asKmSettings() {
      return Map.of(
          "pool.min", Integer.toString(min),
          "pool.max", Integer.toString(max),
          "pool.idle", idle.toString(),
          "pool.lifetime", lifetime.toString(),
          "pool.expand-at", expandAt.toString(),
          "pool.expand-to", Integer.toString(expandTo),
          "pool.contract-at", contractAt.toString(),
          "pool.contract-to", Integer.toString(contractTo));
    }
  }

  static ProjectSettings of(SettingValues values) {
    CountWithin quarantine = values.get(Catalogue.RESTART_QUARANTINE_AFTER);
    return new ProjectSettings(
        new Idle(
            values.get(Catalogue.IDLE_TIMEOUT),
            values.get(Catalogue.IDLE_GRACE),
            values.get(Catalogue.IDLE_MIN_REQUESTS),
            values.get(Catalogue.IDLE_UNUSED_TIMEOUT),
            values.get(Catalogue.IDLE_STREAM_SILENCE).orElse(values.get(Catalogue.IDLE_TIMEOUT))),
        schedule(values),
        new Recycling(values.get(Catalogue.MAX_AGE), values.get(Catalogue.MAX_AGE_PATIENCE)),
        values.get(Catalogue.START_TIMEOUT),
        values.get(Catalogue.RESPONSE_TIMEOUT),
        values.get(Catalogue.DRAIN_TIMEOUT),
        values.get(Catalogue.STOP_TIMEOUT),
        values.get(Catalogue.HEALTH_FAILURES),
        values.get(Catalogue.HEALTH_DEGRADED_ACTION),
        new RestartLimits(
            values.get(Catalogue.RESTART_BACKOFF),
            values.get(Catalogue.RESTART_MAX),
            quarantine.count(),
            quarantine.window(),
            values.get(Catalogue.QUARANTINE_COOL_DOWN)),
        new Pool(
            values.get(Catalogue.POOL_MIN),
            values.get(Catalogue.POOL_MAX),
            values.get(Catalogue.POOL_IDLE),
            values.get(Catalogue.POOL_LIFETIME),
            values.get(Catalogue.POOL_EXPAND_AT),
            values.get(Catalogue.POOL_EXPAND_TO),
            values.get(Catalogue.POOL_CONTRACT_AT),
            values.get(Catalogue.POOL_CONTRACT_TO)),
        values.get(Catalogue.CRITICAL),
        new Sharing(values.get(Catalogue.SHARED_POLICY), values.get(Catalogue.SHARED_BELOW)));
  }

  private static Schedule schedule(SettingValues values) {
    ZoneId zone = values.get(Catalogue.SCHEDULE_ZONE);
    Duration length = values.get(Catalogue.SCHEDULE_KEEP_WARM_FOR);
    return new Schedule(
        values
            .get(Catalogue.SCHEDULE_KEEP_WARM)
            .map(times -> new KeepWarm(new CronTimes(times, zone), length)),
        values.get(Catalogue.SCHEDULE_WAKE).map(times -> new CronTimes(times, zone)),
        values.get(Catalogue.SCHEDULE_LATENESS));
  }
}
