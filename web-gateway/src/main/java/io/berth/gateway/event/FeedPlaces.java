package io.berth.gateway.event;

import io.berth.gateway.security.Caller;
import java.util.HashMap;
import java.util.Map;

/**
 * The places for subscribers of events. One agent gets only a few of them, so that it cannot keep
 * everybody else from seeing what happens. Thread-safe.
 */
final class FeedPlaces {
  static final int MOST = 500;
  static final int MOST_EACH_AGENT = 50;

  private final Map<String, Integer> agents = new HashMap<>();
  private int taken;

  /** Takes a place; false when there is none for this caller. */
  synchronized boolean enter(Caller caller) {
    if (taken >= MOST) {
      return false;
    }
    if (caller.isOnlyAgent()) {
      int mine = agents.getOrDefault(caller.subject(), 0);
      if (mine >= MOST_EACH_AGENT) {
        return false;
      }
      agents.put(caller.subject(), mine + 1);
    }
    taken++;
    return true;
  }

  /** Gives it back. */
  synchronized void leave(Caller caller) {
    taken--;
    if (caller.isOnlyAgent()) {
      agents.computeIfPresent(caller.subject(), (name, mine) -> mine > 1 ? mine - 1 : null);
    }
  }

  synchronized int taken() {
    return taken;
  }
}
