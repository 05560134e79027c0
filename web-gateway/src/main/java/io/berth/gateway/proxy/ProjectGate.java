package io.berth.gateway.proxy;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * What keeps one project's trouble to itself: its bulkhead, its breaker, and the count of its
 * streams. One for each project that was asked for.
 */
final class ProjectGate {
  private final Bulkhead bulkhead;
  private final Breaker breaker;
  private final int maxStreams;
  private final AtomicInteger streams = new AtomicInteger();

  ProjectGate(GatewaySettings settings) {
    this.bulkhead = new Bulkhead(settings.placesPerProject(), settings.waitingPerProject());
    this.breaker = new Breaker(settings.breakerFailures(), settings.breakerDelay());
    this.maxStreams = settings.streamsPerProject();
  }

  Bulkhead bulkhead() {
    return bulkhead;
  }

  Breaker breaker() {
    return breaker;
  }

  /** Counts a stream that leaves the bulkhead; false when there are too many. */
  boolean openStream() {
    if (streams.incrementAndGet() > maxStreams) {
      streams.decrementAndGet();
      return false;
    }
    return true;
  }

  void closeStream() {
    streams.decrementAndGet();
  }
}
