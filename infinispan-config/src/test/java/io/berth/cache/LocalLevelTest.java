package io.berth.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LocalLevelTest extends CacheLevelContract {
  private final AtomicLong nanos = new AtomicLong();
  private final LocalLevel level = new LocalLevel(1000, Duration.ofMinutes(1), nanos::get);

  @Override
  CacheLevel level() {
    return level;
  }

  @Test
  void forgetsAfterItsLifetime() {
    level.put("key", new byte[] {1});
    nanos.addAndGet(Duration.ofSeconds(59).toNanos());
    assertThat(level.get("key")).isPresent();
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(level.get("key")).isEmpty();
  }

  @Test
  void holdsNoMoreThanItsSize() {
    LocalLevel small = new LocalLevel(10, Duration.ofMinutes(1), nanos::get);
    for (int i = 0; i < 1000; i++) {
      small.put("key-" + i, new byte[] {1});
    }
    long left =
        java.util.stream.IntStream.range(0, 1000)
            .filter(i -> small.get("key-" + i).isPresent())
            .count();
    assertThat(left).isBetween(1L, 10L);
  }
}
