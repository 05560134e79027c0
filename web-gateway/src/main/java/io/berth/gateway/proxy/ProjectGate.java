package io.berth.gateway.proxy;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * What keeps one project's trouble to itself: its bulkhead, its breaker, and the count of its
 * streams. One for each project that was asked for.
 */
final class ProjectGate {
  private static final int MOST_ARRIVING = 256;

  private final Bulkhead bulkhead;
  private final Breaker breaker;
  private final int maxStreams;
  private final AtomicInteger streams = new AtomicInteger();
  private final Semaphore arriving = new Semaphore(MOST_ARRIVING);

  ProjectGate(GatewaySettings settings, LongSupplier nanos) {
    this.bulkhead = new Bulkhead(settings.placesPerProject(), settings.waitingPerProject(), nanos);
    this.breaker = new Breaker(settings.breakerFailures(), settings.breakerDelay());
    this.maxStreams = settings.streamsPerProject();
  }

  Bulkhead bulkhead() {
    return bulkhead;
  }

  Breaker breaker() {
    return breaker;
  }

  /** Request bodies that must be read before it is known what they ask, and are not here yet. */
  Semaphore arriving() {
    return arriving;
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
