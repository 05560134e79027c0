package io.berth.lifecycle.database;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * Remembers that PostgreSQL is out of reach, so that only one caller at a time finds out by waiting
 * for a connection; all others are refused at once, with what the last one was told. Says in the
 * log when an outage begins and ends. Any thread; never blocks.
 */
final class Reachability {
  static final Duration PAUSE = Duration.ofMillis(500);
  private static final Logger LOG = System.getLogger(Reachability.class.getName());

  /** The outage under way; {@code nextTry} moves when a caller goes to look. */
  private record Away(KmException why, long since, long nextTry) {}

  private final AtomicReference<Away> away = new AtomicReference<>();
  private final LongSupplier nanos;
  private final Duration longestTry;

  /**
   * Of one database.
   *
   * @param longestTry after this time another caller may look, whatever became of the last one
   */
  Reachability(LongSupplier nanos, Duration longestTry) {
    this.nanos = nanos;
    this.longestTry = longestTry;
  }

  /** Lets the caller go on, or throws what the last one was told. */
  void pass() throws KmException {
    Away now = away.get();
    if (now == null) {
      return;
    }
    long time = nanos.getAsLong();
    Away looking = new Away(now.why, now.since, time + longestTry.toNanos());
    if (now.nextTry - time > 0 || !away.compareAndSet(now, looking)) {
      throw new KmException(
          Problem.UNAVAILABLE, now.why.getMessage(), now.why.retryAfter().orElse(null), null);
    }
  }

  /** A caller got no connection. */
  void lost(KmException why) {
    long time = nanos.getAsLong();
    Away before =
        away.getAndUpdate(
            was ->
                new Away(why, was == null ? time : was.since, nanos.getAsLong() + PAUSE.toNanos()));
    if (before == null) {
      LOG.log(Level.WARNING, "outage begins: {0}", why.getMessage());
    }
  }

  /** A caller got a connection. */
  void there() {
    if (away.get() == null) {
      return;
    }
    Away before = away.getAndSet(null);
    if (before != null) {
      Duration lasted = Duration.ofNanos(nanos.getAsLong() - before.since);
      LOG.log(Level.INFO, "outage is over after {0} s: the database answers", lasted.toSeconds());
    }
  }

  /** Why it is out of reach, as far as is known. */
  Optional<String> why() {
    return Optional.ofNullable(away.get()).map(outage -> outage.why.getMessage());
  }
}
