package io.berth.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.infinispan.Cache;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EpochsTest {
  private static BerthCaches caches;
  private final AtomicInteger nonces = new AtomicInteger();
  private Cache<String, byte[]> cache;
  private Epochs epochs;

  @BeforeAll
  static void open() {
    caches = BerthCaches.openLocal();
  }

  @AfterAll
  static void close() {
    caches.close();
  }

  @BeforeEach
  void empty() {
    cache = caches.cache(CacheCatalogue.EPOCHS);
    cache.clear();
    epochs = new Epochs(cache, () -> "n" + nonces.incrementAndGet());
  }

  @Test
  void staysTheSameUntilSomethingIsWritten() {
    assertThat(epochs.current("alpha")).isEqualTo(epochs.current("alpha"));
  }

  @Test
  void advancesOnlyTheTenantThatWrote() {
    Epoch alpha = epochs.current("alpha");
    Epoch beta = epochs.current("beta");
    epochs.advance("alpha");
    assertThat(epochs.current("alpha")).isNotEqualTo(alpha);
    assertThat(epochs.current("beta")).isEqualTo(beta);
  }

  @Test
  void neverComesBackToAnEarlierEpochAfterTheCacheWasLost() {
    Epoch before = epochs.current("alpha");
    cache.clear();
    Epoch after = epochs.current("alpha");
    assertThat(after.number()).isEqualTo(before.number());
    assertThat(after).isNotEqualTo(before);
  }

  @Test
  void isFreshWhenAWriteIsTheFirstThingHeardOfATenant() {
    Epoch written = epochs.advance("alpha");
    assertThat(epochs.current("alpha")).isEqualTo(written);
  }

  @Test
  void losesNoAdvanceAmongManyWriters() throws Exception {
    long start = epochs.current("alpha").number();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    for (int t = 0; t < 8; t++) {
      threads.submit(
          () -> {
            for (int i = 0; i < 200; i++) {
              epochs.advance("alpha");
            }
          });
    }
    threads.shutdown();
    assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    assertThat(epochs.current("alpha").number()).isEqualTo(start + 1600);
  }
}
