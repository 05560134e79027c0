package io.berth.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class BerthCachesTest {
  @Test
  void opensEveryCacheOfTheCatalogueQuicklyAndLeavesNoThread() {
    long began = System.nanoTime();
    try (BerthCaches caches = BerthCaches.openLocal()) {
      long millis = (System.nanoTime() - began) / 1_000_000;
      System.out.println("BerthCaches.openLocal took " + millis + " ms");
      for (CacheCatalogue entry : CacheCatalogue.values()) {
        caches.cache(entry).put("key", new byte[] {1});
        assertThat(caches.cache(entry).get("key")).containsExactly(1);
      }
      // why: generous, a busy machine must not fail it; discovery alone would wait 2 s
      assertThat(millis).isLessThan(5_000);
    }
    Awaitility.await().untilAsserted(() -> assertThat(infinispanThreads()).isEmpty());
  }

  @Test
  void twoManagersShareNothing() {
    try (BerthCaches one = BerthCaches.openLocal();
        BerthCaches other = BerthCaches.openLocal()) {
      one.cache(CacheCatalogue.RESPONSES).put("key", new byte[] {1});
      assertThat(other.cache(CacheCatalogue.RESPONSES).get("key")).isNull();
    }
  }

  private static Set<String> infinispanThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(
            name ->
                name.contains("infinispan")
                    || name.contains("expiration")
                    || name.contains("blocking-thread"))
        .collect(Collectors.toSet());
  }
}
