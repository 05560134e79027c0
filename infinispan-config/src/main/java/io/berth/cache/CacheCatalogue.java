package io.berth.cache;

import java.time.Duration;
import java.util.Optional;

/**
 * Every cache there is, with its bounds. A cache that is not listed here does not exist. Bounds are
 * per node; an entry that falls out is fetched or computed again.
 */
public enum CacheCatalogue {
  /** Which node runs a project, as a hint: the truth is in PostgreSQL. 10,000 entries, 5 min. */
  DIRECTORY("directory", Bound.entries(10_000), Optional.of(Duration.ofMinutes(5))),
  /** Answers of KMs, by project, epoch and question. 64 MiB of keys and values, 10 min. */
  RESPONSES("responses", Bound.bytes(64L << 20), Optional.of(Duration.ofMinutes(10))),
  /**
   * What KMs offer, for callers of projects that sleep. 16 MiB of keys and values, 7 days; each
   * entry knows its own end.
   */
  LISTS("lists", Bound.bytes(16L << 20), Optional.of(Duration.ofDays(7))),
  /**
   * Each project's cache version. 20,000 entries, no end: an epoch that falls out comes back with a
   * new nonce, so whatever was cached under the old one is never found again.
   */
  EPOCHS("epochs", Bound.entries(20_000), Optional.empty());

  private final String cacheName;
  private final Bound bound;
  private final Optional<Duration> lifespan;

  CacheCatalogue(String cacheName, Bound bound, Optional<Duration> lifespan) {
    this.cacheName = cacheName;
    this.bound = bound;
    this.lifespan = lifespan;
  }

  /** Its name in Infinispan and in metrics. */
  public String cacheName() {
    return cacheName;
  }

  /** How much it may hold. */
  public Bound bound() {
    return bound;
  }

  /** How long an entry may live; empty: as long as there is room. */
  public Optional<Duration> lifespan() {
    return lifespan;
  }

  /** How much a cache may hold: either a number of entries or a number of bytes. */
  public record Bound(long limit, boolean inBytes) {
    static Bound entries(long limit) {
      return new Bound(limit, false);
    }

    static Bound bytes(long limit) {
      return new Bound(limit, true);
    }
  }
}
