package io.berth.connector.warm;

import io.berth.connector.api.WarmPoolSettings;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What the warm pool does next. A pure function of the pool and a time in nanoseconds. At most one
 * thing at a time, so that neither fills nor renewals ever come in a crowd.
 */
final class WarmPolicy {
  /** Between two fills, and after a process was taken: its project's first request goes first. */
  static final Duration PACE = Duration.ofMillis(500);

  /** How long a fill stands back behind starts that somebody waits for. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration FIRST_BACKOFF = Duration.ofSeconds(1);
  private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(5);
  private static final int MOST_DOUBLINGS = 16;

  /** How often a pool that lacks something, or nothing, is looked at. */
  private static final Duration SOON = Duration.ofMillis(100);

  private static final Duration LATER = Duration.ofSeconds(1);

  private WarmPolicy() {}

  /** A process that could be assigned. */
  record Ready(String id, long bornAt) {}

  /**
   * The pool at one moment; times in nanoseconds of the same clock.
   *
   * @param ready what could be assigned
   * @param prepared whether the KM is installed, as far as it goes
   * @param demanded starts that somebody waits for
   * @param lackingSince since when the pool is not full
   * @param changedAt when a process came or was taken
   * @param failures failed fills since the last good one
   * @param failedAt the last of them
   */
  record Pool(
      List<Ready> ready,
      boolean prepared,
      int demanded,
      Optional<Long> lackingSince,
      Optional<Long> changedAt,
      int failures,
      Optional<Long> failedAt) {}

  /** What to do. */
  sealed interface Step {
    /** Start one more. */
    record Fill() implements Step {}

    /** End this one: it is superfluous, or too old. */
    record Retire(String id) implements Step {}

    /** Nothing now; look again after this. */
    record Wait(Duration most) implements Step {}
  }

  static Step next(WarmPoolSettings settings, Pool pool, long now) {
    int size = pool.ready().size();
    Optional<Ready> oldest =
        pool.ready().stream().min(Comparator.comparingLong(ready -> ready.bornAt() - now));
    if (size > settings.size()) {
      return new Step.Retire(oldest.orElseThrow().id());
    }
    if (size < settings.size()) {
      return mayFill(pool, now) ? new Step.Fill() : new Step.Wait(SOON);
    }
    // why only in a full pool: the one that is retired must be replaced before the next one goes
    return oldest
        .filter(ready -> passed(ready.bornAt(), settings.maxAge(), now))
        .<Step>map(ready -> new Step.Retire(ready.id()))
        .orElse(new Step.Wait(LATER));
  }

  private static boolean mayFill(Pool pool, long now) {
    boolean paced = pool.changedAt().map(at -> passed(at, PACE, now)).orElse(true);
    boolean recovered =
        pool.failedAt().map(at -> passed(at, backoff(pool.failures()), now)).orElse(true);
    boolean unhindered =
        pool.demanded() == 0
            || pool.lackingSince().map(since -> passed(since, PATIENCE, now)).orElse(false);
    return pool.prepared() && paced && recovered && unhindered;
  }

  /** How long no fill is tried after so many failures in a row. */
  static Duration backoff(int failures) {
    if (failures <= 0) {
      return Duration.ZERO;
    }
    Duration doubled = FIRST_BACKOFF.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
    return doubled.compareTo(LONGEST_BACKOFF) < 0 ? doubled : LONGEST_BACKOFF;
  }

  private static boolean passed(long since, Duration length, long now) {
    return now - since >= length.toNanos();
  }
}
