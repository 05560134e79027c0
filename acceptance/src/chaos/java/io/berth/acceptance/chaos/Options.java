package io.berth.acceptance.chaos;

import java.time.Duration;

/**
 * What a chaos run is told, by system properties.
 *
 * @param seed decides every choice of the run; printed, so that a run can be repeated
 * @param length how long blows fall and load is offered, without start, calm and audit
 * @param callers callers at once
 * @param perSecond operations that all callers together begin in a second
 */
record Options(long seed, Duration length, int callers, double perSecond) {
  /**
   * How long a replay-safe request may take; the time in which the server is dead is not counted.
   */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  static Options fromSystem() {
    String seed = System.getProperty("chaos.seed", "");
    double minutes = Double.parseDouble(System.getProperty("chaos.minutes", "15"));
    return new Options(
        seed.isBlank() ? System.nanoTime() & 0xffff_ffffL : Long.parseLong(seed.strip()),
        Duration.ofMillis((long) (minutes * 60_000)),
        Integer.getInteger("chaos.callers", 24),
        Integer.getInteger("chaos.rate", 40));
  }
}
