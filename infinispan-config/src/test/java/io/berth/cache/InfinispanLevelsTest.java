package io.berth.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The contract on Infinispan, alone and below a local level, on one manager. */
class InfinispanLevelsTest {
  private static BerthCaches caches;

  @BeforeAll
  static void open() {
    caches = BerthCaches.openLocal();
  }

  @AfterAll
  static void close() {
    caches.close();
    caches.close();
  }

  @BeforeEach
  void clear() {
    caches.cache(CacheCatalogue.RESPONSES).clear();
  }

  @Nested
  class Shared extends CacheLevelContract {
    private final SharedLevel level = new SharedLevel(caches.cache(CacheCatalogue.RESPONSES));

    @Override
    CacheLevel level() {
      return level;
    }

    @Test
    void holdsNoMoreThanItsBytes() {
      byte[] big = new byte[1 << 20];
      IntStream.range(0, 200).forEach(i -> level.put("key-" + i, big));
      long left = IntStream.range(0, 200).filter(i -> level.get("key-" + i).isPresent()).count();
      assertThat(left).isBetween(1L, 64L);
    }
  }

  @Nested
  class LocalThenShared extends CacheLevelContract {
    private final LocalLevel local = new LocalLevel(1000, Duration.ofMinutes(1), () -> 0L);
    private final SharedLevel shared = new SharedLevel(caches.cache(CacheCatalogue.RESPONSES));
    private final MultiLevelCache level = new MultiLevelCache(List.of(local, shared));

    @Override
    CacheLevel level() {
      return level;
    }

    @Test
    void copiesWhatTheSharedLevelHasIntoTheLocalOne() {
      shared.put("key", new byte[] {7});
      assertThat(local.get("key")).isEmpty();
      assertThat(level.get("key")).isPresent();
      assertThat(local.get("key")).isPresent();
    }

    @Test
    void putsIntoBothLevels() {
      level.put("key", new byte[] {7});
      assertThat(local.get("key")).isPresent();
      assertThat(shared.get("key")).isPresent();
    }

    @Test
    void countsEachLevelOnItsOwn() {
      shared.put("key", new byte[] {7});
      level.get("key");
      level.get("key");
      assertThat(local.counts()).isEqualTo(new CacheCounts(1, 1));
      assertThat(shared.counts()).isEqualTo(new CacheCounts(1, 0));
      assertThat(level.counts()).isEqualTo(new CacheCounts(2, 0));
    }
  }
}
