package io.berth.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What every level of the cache must do. */
abstract class CacheLevelContract {
  abstract CacheLevel level();

  @Test
  void returnsTheBytesThatWerePut() {
    byte[] value = "Grüße \0 ".getBytes(UTF_8);
    level().put("key", value);
    assertThat(level().get("key")).hasValueSatisfying(v -> assertThat(v).isEqualTo(value));
  }

  @Test
  void knowsNothingOfOtherKeys() {
    level().put("alpha", new byte[] {1});
    assertThat(level().get("beta")).isEmpty();
  }

  @Test
  void keepsTheLastValue() {
    level().put("key", new byte[] {1});
    level().put("key", new byte[] {2});
    assertThat(level().get("key")).hasValueSatisfying(v -> assertThat(v).containsExactly(2));
  }

  @Test
  void keepsAnEmptyValue() {
    level().put("key", new byte[0]);
    assertThat(level().get("key")).hasValueSatisfying(v -> assertThat(v).isEmpty());
  }

  @Test
  void countsHitsAndMisses() {
    level().put("there", new byte[] {1});
    level().get("there");
    level().get("there");
    level().get("not there");
    assertThat(level().counts()).isEqualTo(new CacheCounts(2, 1));
  }

  @Test
  void servesManyThreadsAtOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    for (int t = 0; t < 8; t++) {
      byte mark = (byte) t;
      threads.submit(
          () -> {
            for (int i = 0; i < 100; i++) {
              level().put("key-" + mark + "-" + i, new byte[] {mark});
            }
          });
    }
    threads.shutdown();
    assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    for (byte t = 0; t < 8; t++) {
      byte mark = t;
      assertThat(level().get("key-" + t + "-99"))
          .hasValueSatisfying(v -> assertThat(v).containsExactly(mark));
    }
  }
}
