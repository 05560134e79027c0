package io.berth.gateway.event;

import io.berth.connector.api.KmException;
import io.berth.gateway.security.Caller;
import io.berth.lifecycle.event.EventLog;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Brings events to subscribers: one thread for all of them, which neither waits for a slow one nor
 * loses an event for it. Everything below {@link #turn} runs on that thread.
 */
final class EventFeed implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(EventFeed.class.getName());
  private static final Duration BEAT = Duration.ofSeconds(15);

  private final EventLog log;
  private final ScheduledExecutorService thread;
  private final InstantSource clock;
  private final AutoCloseable changes;
  private final FeedPlaces places = new FeedPlaces();
  private final AtomicBoolean signalled = new AtomicBoolean();
  private final List<EventSubscription> subscriptions = new ArrayList<>();
  private final RecentEvents recent = new RecentEvents();

  EventFeed(EventLog log, ScheduledExecutorService thread, InstantSource clock) {
    this.log = log;
    this.thread = thread;
    this.clock = clock;
    this.changes = log.onChange(newest -> signal());
    thread.scheduleWithFixedDelay(
        () -> guarded("beat", this::beat), BEAT.toMillis(), BEAT.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Takes a place for a subscriber; false when there is none for it. */
  boolean admit(Caller caller) {
    return places.enter(caller);
  }

  /** Begins to send, after this event or with the next one. The place was taken before. */
  void subscribe(EventScope scope, EventSink sink, OptionalLong after) {
    thread.execute(() -> guarded("subscribe", () -> add(scope, sink, after)));
  }

  /** There may be something to do: new events, or room where there was none. Any thread. */
  void signal() {
    if (signalled.compareAndSet(false, true)) {
      thread.execute(() -> guarded("turn", this::turn));
    }
  }

  private void add(EventScope scope, EventSink sink, OptionalLong after) {
    try {
      recent.refresh(log);
      EventSubscription made = new EventSubscription(scope, sink, after.orElse(recent.newest()));
      made.begin();
      // why last: who is here gives its place back by itself, and must not do so twice
      subscriptions.add(made);
    } catch (KmException | RuntimeException e) {
      // why: the subscriber comes back with the same Last-Event-ID, and loses nothing
      LOG.log(Level.WARNING, "a subscriber of events was sent away", e);
      sink.close();
      places.leave(scope.caller());
      return;
    }
    signal();
  }

  private void turn() throws KmException {
    signalled.set(false);
    if (subscriptions.isEmpty()) {
      return;
    }
    recent.refresh(log);
    for (EventSubscription subscription : subscriptions) {
      subscription.advance(recent, log);
    }
    forgetClosed();
  }

  private void beat() throws KmException {
    subscriptions.forEach(subscription -> subscription.beat(clock.instant()));
    forgetClosed();
    // why: a signal may have been lost with the database for a while
    turn();
  }

  private void forgetClosed() {
    Iterator<EventSubscription> all = subscriptions.iterator();
    while (all.hasNext()) {
      EventSubscription subscription = all.next();
      if (!subscription.isOpen()) {
        all.remove();
        places.leave(subscription.caller());
      }
    }
  }

  private static void guarded(String what, Step step) {
    try {
      step.run();
    } catch (KmException e) {
      LOG.log(Level.WARNING, "events are late ({0}): {1}", new Object[] {what, e.getMessage()});
    } catch (RuntimeException e) {
      LOG.log(Level.SEVERE, "a defect in the event feed (" + what + ")", e);
    }
  }

  /** Something that may fail as the layers below do. */
  private interface Step {
    void run() throws KmException;
  }

  /** Subscribers in all; for tests and metrics. */
  int size() {
    return places.taken();
  }

  @Override
  public void close() {
    try {
      changes.close();
    } catch (Exception e) {
      LOG.log(Level.FINE, "the log's subscription was not closed", e);
    }
    thread.shutdownNow();
    subscriptions.forEach(EventSubscription::close);
  }
}
