package io.berth.cache;

import java.util.EnumMap;
import java.util.Map;
import org.infinispan.Cache;
import org.infinispan.commons.dataconversion.MediaType;
import org.infinispan.configuration.cache.Configuration;
import org.infinispan.configuration.cache.ConfigurationBuilder;
import org.infinispan.configuration.global.GlobalConfigurationBuilder;
import org.infinispan.eviction.EvictionStrategy;
import org.infinispan.manager.DefaultCacheManager;
import org.infinispan.manager.EmbeddedCacheManager;

/**
 * The one Infinispan cache manager of this node, embedded and in local mode: no discovery, no
 * sockets, no files. Opened once at deployment and closed at undeployment; all methods are
 * thread-safe and answer from memory.
 */
public final class BerthCaches implements AutoCloseable {
  private final EmbeddedCacheManager manager;
  private final Map<CacheCatalogue, Cache<String, byte[]>> caches =
      new EnumMap<>(CacheCatalogue.class);

  private BerthCaches(EmbeddedCacheManager manager) {
    this.manager = manager;
  }

  /** Starts the manager and all caches of the catalogue. */
  public static BerthCaches openLocal() {
    GlobalConfigurationBuilder global = new GlobalConfigurationBuilder();
    global.nonClusteredDefault().cacheContainer().statistics(false).jmx().disable();
    // why: the container ends us by undeployment; a hook of its own would keep the class loader
    global
        .shutdown()
        .hookBehavior(org.infinispan.configuration.global.ShutdownHookBehavior.DONT_REGISTER);
    global.globalState().disable();
    BerthCaches opened = new BerthCaches(new DefaultCacheManager(global.build(), true));
    try {
      for (CacheCatalogue entry : CacheCatalogue.values()) {
        opened.manager.defineConfiguration(entry.cacheName(), configuration(entry));
        opened.caches.put(entry, opened.manager.getCache(entry.cacheName()));
      }
      return opened;
    } catch (RuntimeException failure) {
      opened.close();
      throw failure;
    }
  }

  /** One of the caches. Keys are text and values bytes, so that it can become clustered. */
  public Cache<String, byte[]> cache(CacheCatalogue entry) {
    return caches.get(entry);
  }

  /** Stops the manager; what was cached is gone. May be called twice. */
  @Override
  public void close() {
    manager.stop();
  }

  private static Configuration configuration(CacheCatalogue entry) {
    ConfigurationBuilder builder = new ConfigurationBuilder();
    builder.statistics().disable();
    // why: stored as bytes, so a bound in bytes can be kept and nothing of our class loader stays
    builder.encoding().mediaType(MediaType.APPLICATION_PROTOSTREAM);
    builder.memory().whenFull(EvictionStrategy.REMOVE);
    if (entry.bound().inBytes()) {
      builder.memory().maxSize(Long.toString(entry.bound().limit()));
    } else {
      builder.memory().maxCount(entry.bound().limit());
    }
    entry
        .lifespan()
        .ifPresent(
            lifespan ->
                builder
                    .expiration()
                    .lifespan(lifespan.toMillis())
                    // why: expired entries are found at reading and at eviction; no reaper thread
                    .wakeUpInterval(-1L));
    return builder.build();
  }
}
