package io.berth.gateway.proxy;

import io.berth.lifecycle.settings.BerthSettings;
import java.time.Duration;

/**
 * What the data plane takes from the configuration, validated.
 *
 * @param startTimeout how long a caller is held for a start
 * @param placesPerProject exchanges of one project under way at once, streams apart
 * @param waitingPerProject requests of one project waiting for such a place
 * @param streamsPerProject open streams of one project
 * @param breakerFailures failures in a row that open a breaker
 * @param breakerDelay how long it stays open
 * @param inlineLimit container threads that may wait for KMs at once, for a moment each
 * @param silence an exchange without a first byte for so long counts as a stream: it gives its
 *     permit and its place back
 */
record GatewaySettings(
    Duration startTimeout,
    int placesPerProject,
    int waitingPerProject,
    int streamsPerProject,
    int breakerFailures,
    Duration breakerDelay,
    int inlineLimit,
    Duration silence) {
  /** why: three of four of the container's 200 threads. */
  private static final int INLINE_LIMIT = 150;

  /** The container's threads that answers may hold while they come. why: one of six. */
  static final int LENT_LIMIT = 32;

  /** why: longer than a usual answer, shorter than the patience of those who wait for a place. */
  private static final Duration SILENCE = Duration.ofSeconds(5);

  static final GatewaySettings DEFAULTS =
      new GatewaySettings(
          Duration.ofSeconds(30), 16, 1000, 1000, 5, Duration.ofSeconds(60), INLINE_LIMIT, SILENCE);

  static GatewaySettings of(BerthSettings settings) {
    return new GatewaySettings(
        settings.start().timeout(),
        settings.channels().max(),
        settings.connections().perProject(),
        settings.connections().perProject(),
        settings.breaker().failures(),
        settings.breaker().delay(),
        INLINE_LIMIT,
        SILENCE);
  }
}
