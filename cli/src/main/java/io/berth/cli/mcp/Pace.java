package io.berth.cli.mcp;

import java.time.Duration;

/**
 * How long things may take.
 *
 * @param patience how long a message is tried again while it certainly had no effect
 * @param firstPause before the second try; doubles up to a tenth of the patience
 * @param farewell how long answers may still come once stdin is closed
 */
record Pace(Duration patience, Duration firstPause, Duration farewell) {
  static final Pace REAL =
      new Pace(Duration.ofMinutes(2), Duration.ofMillis(250), Duration.ofSeconds(5));

  Duration next(Duration pause) {
    Duration most = patience.dividedBy(10);
    Duration doubled = pause.multipliedBy(2);
    return doubled.compareTo(most) > 0 ? most : doubled;
  }
}
