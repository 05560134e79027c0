package io.berth.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Optional;

/** The first level: a few entries in this node's heap, for a short time. */
public final class LocalLevel implements CacheLevel {
  private final Cache<String, byte[]> cache;
  private final HitCounter counter = new HitCounter();

  /**
   * @param size entries at most
   * @param ttl how long an entry lives after it was put
   * @param ticker nanoseconds, {@code System::nanoTime} outside tests
   */
  public LocalLevel(long size, Duration ttl, Ticker ticker) {
    // why: eviction on the caller's thread, no pool of others is drawn in
    this.cache =
        Caffeine.newBuilder()
            .maximumSize(size)
            .expireAfterWrite(ttl)
            .ticker(ticker)
            .executor(Runnable::run)
            .build();
  }

  @Override
  public String level() {
    return "local";
  }

  @Override
  public Optional<byte[]> get(String key) {
    return counter.counted(cache.getIfPresent(key));
  }

  @Override
  public boolean has(String key) {
    return cache.asMap().containsKey(key);
  }

  @Override
  public void put(String key, byte[] value) {
    cache.put(key, value);
  }

  @Override
  public CacheCounts counts() {
    return counter.counts();
  }
}
