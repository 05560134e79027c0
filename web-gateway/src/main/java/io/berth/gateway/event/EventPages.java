package io.berth.gateway.event;

import io.berth.connector.api.KmException;
import io.berth.gateway.api.Queries;
import io.berth.gateway.json.JsonView;
import io.berth.lifecycle.event.EventLog;
import io.berth.lifecycle.event.LifecycleEvent;
import jakarta.json.JsonObject;
import java.util.List;

/** Pages of the audit for one caller. Blocks on the database. */
final class EventPages {
  private static final int MOST = 1_000;
  private static final int DEFAULT = 100;

  /** A page; {@code lastId} is where the next one begins, also if nothing may be seen of it. */
  record Page(List<LifecycleEvent> events, long lastId) {
    boolean isEmpty() {
      return events.isEmpty();
    }

    JsonObject build() {
      return JsonView.list("events", events, EventJson::view).number("lastId", lastId).build();
    }
  }

  private final EventLog log;

  EventPages(EventLog log) {
    this.log = log;
  }

  Page page(EventScope scope, String after, String limit) throws KmException {
    int most = (int) Queries.number("limit", limit, 1, MOST, DEFAULT);
    long position = Queries.number("after", after, 0, Long.MAX_VALUE, -1);
    List<LifecycleEvent> read =
        position < 0 ? log.last(scope.project(), most) : log.after(position, scope.project(), most);
    long lastId = read.isEmpty() ? Math.max(position, 0) : read.get(read.size() - 1).id();
    return new Page(read.stream().filter(scope::shows).toList(), lastId);
  }
}
