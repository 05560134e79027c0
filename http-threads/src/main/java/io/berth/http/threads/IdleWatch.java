package io.berth.http.threads;

import java.lang.reflect.Field;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.Grizzly;
import org.glassfish.grizzly.filterchain.Filter;
import org.glassfish.grizzly.filterchain.FilterChain;
import org.glassfish.grizzly.http.HttpServerFilter;
import org.glassfish.grizzly.http.KeepAlive;
import org.glassfish.grizzly.utils.IdleTimeoutFilter;

/**
 * Grizzly watches twice that no connection is idle for too long. The watch of its HTTP filter goes
 * on when the connection was closed, and holds all that belongs to it until its time is over: who
 * connects, asks and leaves fast enough fills the heap. It is switched off here, where the other
 * one is there. Called by the selectors at each request; never touches a connection.
 */
final class IdleWatch {
  private static final Logger LOG = Grizzly.logger(IdleWatch.class);
  private static final int NEVER = -1;

  /** Those that were seen to: one of each listener. */
  private final Set<Object> known =
      Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));

  /** why: of two listeners one is asked much more often, and then no lock is taken. */
  private volatile Object last;

  void only(Connection<?> connection) {
    Object chain = connection.getProcessor();
    if (chain == last || !(chain instanceof FilterChain)) {
      return;
    }
    last = chain;
    if (!known.add(chain)) {
      return;
    }
    List<Filter> filters = List.copyOf((FilterChain) chain);
    if (filters.stream().anyMatch(IdleTimeoutFilter.class::isInstance)) {
      filters.stream().filter(HttpServerFilter.class::isInstance).forEach(IdleWatch::switchOff);
    }
  }

  private static void switchOff(Filter http) {
    try {
      // why so: it has its own copy of what it was configured with, and gives it to nobody
      Field keepAlive = HttpServerFilter.class.getDeclaredField("keepAlive");
      keepAlive.setAccessible(true);
      Object kept = keepAlive.get(http);
      if (kept != null) {
        ((KeepAlive) kept).setIdleTimeoutInSeconds(NEVER);
      }
    } catch (ReflectiveOperationException | RuntimeException e) {
      LOG.log(
          Level.WARNING,
          "Closed connections stay in memory until their idle time is over: Grizzly's HTTP filter"
              + " is not the one that is known here. Lower the listener's http.timeout-seconds.",
          e);
    }
  }
}
