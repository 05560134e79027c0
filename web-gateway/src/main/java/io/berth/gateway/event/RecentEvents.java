package io.berth.gateway.event;

import io.berth.connector.api.KmException;
import io.berth.lifecycle.event.EventLog;
import io.berth.lifecycle.event.LifecycleEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The newest events, read from the log once for all subscribers. Bounded. Used by the feed's one
 * thread.
 */
final class RecentEvents {
  private static final int KEPT = 1_000;
  private static final int PAGE = 200;

  private final Deque<LifecycleEvent> events = new ArrayDeque<>();
  private long from = -1;
  private long newest = -1;

  /** Reads on from where it was; the first time, takes note of where the log ends. */
  void refresh(EventLog log) throws KmException {
    if (newest < 0) {
      List<LifecycleEvent> last = log.last(Optional.empty(), 1);
      newest = last.isEmpty() ? 0 : last.get(0).id();
      from = newest;
      return;
    }
    List<LifecycleEvent> page;
    do {
      page = log.after(newest, Optional.empty(), PAGE);
      page.forEach(this::add);
    } while (page.size() == PAGE);
  }

  private void add(LifecycleEvent event) {
    events.addLast(event);
    newest = event.id();
    if (events.size() > KEPT) {
      from = events.removeFirst().id();
    }
  }

  /** The id of the last event that was read. */
  long newest() {
    return newest;
  }

  /** Whether everything after this id is here. */
  boolean reachesBackTo(long id) {
    return id >= from;
  }

  /** Everything after this id. */
  List<LifecycleEvent> after(long id) {
    return events.stream().filter(event -> event.id() > id).toList();
  }
}
