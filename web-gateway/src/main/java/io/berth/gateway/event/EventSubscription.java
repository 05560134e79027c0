package io.berth.gateway.event;

import io.berth.connector.api.KmException;
import io.berth.gateway.security.Caller;
import io.berth.lifecycle.event.EventLog;
import io.berth.lifecycle.event.LifecycleEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/**
 * One subscriber and how far it has read. A slow one falls behind and reads on from the database;
 * it misses nothing and holds back nobody. Used by the feed's one thread.
 */
final class EventSubscription {
  private static final byte[] BEGIN = ": events follow\n\n".getBytes(StandardCharsets.UTF_8);
  private static final byte[] COMMENT = ": still here\n\n".getBytes(StandardCharsets.UTF_8);
  private static final int PAGE = 100;

  private final EventScope scope;
  private final EventSink sink;
  private long position;

  EventSubscription(EventScope scope, EventSink sink, long position) {
    this.scope = scope;
    this.sink = sink;
    this.position = position;
  }

  /**
   * A first comment. why: with it comes the head of the answer, for which the caller would wait
   * until something happens or the next beat; what happens once it is there is not missed.
   */
  void begin() {
    if (sink.hasRoom()) {
      sink.offer(BEGIN);
    }
  }

  /** Sends what is new, as far as there is room. */
  void advance(RecentEvents recent, EventLog log) throws KmException {
    while (sink.isOpen() && position < recent.newest()) {
      List<LifecycleEvent> next =
          recent.reachesBackTo(position)
              ? recent.after(position)
              : log.after(position, scope.project(), PAGE);
      if (!send(next)) {
        return;
      }
      if (next.size() < PAGE) {
        position = Math.max(position, recent.newest());
      }
    }
  }

  /** Sends them in order; false when there was no room for all. */
  private boolean send(List<LifecycleEvent> events) {
    for (LifecycleEvent event : events) {
      if (!sink.hasRoom()) {
        return false;
      }
      if (scope.shows(event)) {
        sink.offer(EventJson.frame(event));
      }
      position = event.id();
    }
    return true;
  }

  /** A comment: keeps the connection alive, and finds out whether it still is. */
  void beat(Instant now) {
    if (!now.isBefore(scope.caller().expiresAt())) {
      sink.close();
    } else if (sink.hasRoom()) {
      sink.offer(COMMENT);
    }
  }

  /** Whose it is. */
  Caller caller() {
    return scope.caller();
  }

  boolean isOpen() {
    return sink.isOpen();
  }

  void close() {
    sink.close();
  }
}
