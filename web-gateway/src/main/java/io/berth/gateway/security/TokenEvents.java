package io.berth.gateway.security;

import io.berth.connector.api.KmException;
import io.berth.lifecycle.event.EventLog;
import io.berth.lifecycle.event.LifecycleEvent;
import io.berth.lifecycle.token.Revocations;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Follows the event log for what other nodes did to tokens and keys. Called on a thread of the log,
 * which it keeps for a query or two.
 */
final class TokenEvents {
  private static final Set<String> KINDS = Set.of(Revocations.EVENT, SecurityRealm.KEY_RENEWED);
  private static final Logger LOG = Logger.getLogger(TokenEvents.class.getName());
  private static final int AT_ONCE = 500;

  private final EventLog events;
  private final SecurityRealm realm;
  private long seen = -1;

  TokenEvents(EventLog events, SecurityRealm realm) {
    this.events = events;
    this.realm = realm;
  }

  /** There are events up to this one. */
  synchronized void newest(long id) {
    try {
      if (seen < 0) {
        // why: which of the events before this one are known already cannot be told
        realm.refresh();
        seen = id;
      }
      while (seen < id) {
        List<LifecycleEvent> next = events.after(seen, Optional.empty(), AT_ONCE);
        if (next.isEmpty()) {
          return;
        }
        if (next.stream().map(LifecycleEvent::kind).anyMatch(KINDS::contains)) {
          realm.refresh();
        }
        seen = next.get(next.size() - 1).id();
      }
    } catch (KmException later) {
      LOG.log(
          Level.WARNING,
          "tokens revoked after event {0} are learnt of at the next one: {1}",
          new Object[] {seen, later.getMessage()});
    }
  }
}
