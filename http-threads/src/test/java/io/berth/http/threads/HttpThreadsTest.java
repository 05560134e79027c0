package io.berth.http.threads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.glassfish.grizzly.threadpool.DefaultWorkerThread;
import org.glassfish.grizzly.threadpool.WorkerThread;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The pool as Grizzly uses it. */
@Timeout(60)
class HttpThreadsTest {
  private final HttpThreads pool = new HttpThreads(4, 2, 2);
  private final CountDownLatch end = new CountDownLatch(1);

  @AfterEach
  void over() throws Exception {
    end.countDown();
    pool.shutdown();
    assertThat(pool.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void itsThreadsAreGrizzlysOwn() {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    pool.execute(() -> threads.add(Thread.currentThread()));
    await().atMost(Duration.ofSeconds(30)).until(() -> !threads.isEmpty());
    assertThat(threads).allMatch(thread -> thread instanceof WorkerThread).hasSize(1);
  }

  @Test
  void eachOfItsThreadsHasBuffersOfItsOwn() {
    Set<Boolean> pools = ConcurrentHashMap.newKeySet();
    pool.execute(
        () -> pools.add(((DefaultWorkerThread) Thread.currentThread()).getMemoryPool() != null));
    await().atMost(Duration.ofSeconds(30)).until(() -> !pools.isEmpty());
    assertThat(pools).containsExactly(true);
  }

  @Test
  void eachOfItsThreadsKnowsWhetherOthersWait() throws Exception {
    await().atMost(Duration.ofSeconds(30)).until(this::allWait);
    Set<BooleanSupplier> threads = ConcurrentHashMap.newKeySet();
    for (int i = 0; i < 4; i++) {
      pool.execute(
          () -> {
            threads.add((BooleanSupplier) Thread.currentThread());
            hold();
          });
    }
    await().atMost(Duration.ofSeconds(30)).until(() -> threads.size() == 4);
    assertThat(threads).noneMatch(BooleanSupplier::getAsBoolean);
    pool.execute(this::hold);
    assertThat(threads).allMatch(BooleanSupplier::getAsBoolean);
  }

  @Test
  void oneAfterTheOtherRunsOnOneWarmThread() {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    await().atMost(Duration.ofSeconds(30)).until(this::allWait);
    for (int i = 0; i < 10; i++) {
      CountDownLatch ran = new CountDownLatch(1);
      pool.execute(
          () -> {
            threads.add(Thread.currentThread());
            ran.countDown();
          });
      await().atMost(Duration.ofSeconds(30)).until(() -> ran.getCount() == 0 && allWait());
    }
    assertThat(threads).hasSize(1);
  }

  @Test
  void whatFindsNeitherAThreadNorAPlaceIsRefused() throws Exception {
    await().atMost(Duration.ofSeconds(30)).until(this::allWait);
    CountDownLatch running = new CountDownLatch(4);
    for (int i = 0; i < 4; i++) {
      pool.execute(
          () -> {
            running.countDown();
            hold();
          });
    }
    assertThat(running.await(30, TimeUnit.SECONDS)).isTrue();
    pool.execute(this::hold);
    pool.execute(this::hold);
    assertThatThrownBy(() -> pool.execute(this::hold))
        .isInstanceOf(RejectedExecutionException.class);
  }

  @Test
  void whenTheFewOnlyWaitTheOthersWork() throws Exception {
    await().atMost(Duration.ofSeconds(30)).until(this::allWait);
    CountDownLatch met = new CountDownLatch(4);
    for (int i = 0; i < 4; i++) {
      pool.execute(
          () -> {
            met.countDown();
            hold();
          });
    }
    assertThat(met.await(30, TimeUnit.SECONDS)).as("all four of them run").isTrue();
  }

  @Test
  void moreProcessorsAreServedByMoreThreads() {
    assertThat(HttpThreads.few(1)).isEqualTo(16);
    assertThat(HttpThreads.few(2)).isEqualTo(16);
    assertThat(HttpThreads.few(8)).isEqualTo(64);
    assertThat(HttpThreads.few(128)).isEqualTo(200);
  }

  private boolean allWait() {
    return Thread.getAllStackTraces().keySet().stream()
            .filter(t -> t.getName().startsWith("http-thread-pool("))
            .filter(t -> t.getState() == Thread.State.WAITING)
            .count()
        == 4;
  }

  private void hold() {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
