package io.berth.km.pool;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How many connections there may be, and which have to go. Pure functions of settings, rate and
 * time; the pool asks under its lock.
 */
final class PoolSizing {
  private PoolSizing() {}

  /** One connection as the rule sees it; times in nanoseconds of one clock. */
  record Open(long id, long openedAt, long usedAt) {}

  /** How many connections may be open at this many requests a minute. */
  static int bound(PoolSettings settings, double ratePerMinute) {
    if (ratePerMinute > settings.expandAt()) {
      return settings.expandTo();
    }
    return ratePerMinute < settings.contractAt() ? settings.contractTo() : settings.max();
  }

  /** True if a connection opened then has lived long enough. */
  static boolean expired(PoolSettings settings, long openedAt, long now) {
    return now - openedAt >= settings.lifetime().toNanos();
  }

  /**
   * The idle connections to be closed: those past their lifetime, those above the bound, and those
   * unused for too long, as far as the least number stays open.
   *
   * @param leased connections in use, which stay
   */
  static List<Open> toClose(
      PoolSettings settings, int bound, int leased, List<Open> idle, long now) {
    List<Open> close = new ArrayList<>();
    List<Open> oldestUseFirst = new ArrayList<>(idle);
    oldestUseFirst.sort(Comparator.comparingLong(open -> open.usedAt() - now));
    int open = leased + idle.size();
    for (Open one : oldestUseFirst) {
      boolean unused = now - one.usedAt() >= settings.idle().toNanos() && open > settings.min();
      if (expired(settings, one.openedAt(), now) || open > bound || unused) {
        close.add(one);
        open--;
      }
    }
    return close;
  }
}
