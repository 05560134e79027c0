package io.berth.cache;

import java.util.Optional;
import org.infinispan.Cache;
import org.infinispan.context.Flag;

/** The second level: a cache of the one Infinispan manager. */
public final class SharedLevel implements CacheLevel {
  private final Cache<String, byte[]> cache;
  private final HitCounter counter = new HitCounter();

  public SharedLevel(Cache<String, byte[]> cache) {
    // why: the previous value is never wanted, and fetching it costs
    this.cache = cache.getAdvancedCache().withFlags(Flag.IGNORE_RETURN_VALUES);
  }

  @Override
  public String level() {
    return "shared";
  }

  @Override
  public Optional<byte[]> get(String key) {
    return counter.counted(cache.get(key));
  }

  @Override
  public boolean has(String key) {
    return cache.containsKey(key);
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
