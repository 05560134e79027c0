package io.berth.http.threads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The order of elements and of takers, and that nothing is lost or given twice. */
@Timeout(120)
class LastIdleFirstTest {
  private static final int PRODUCERS = 4;
  private static final int TAKERS = 6;
  private static final int EACH = 50_000;

  private final LastIdleFirst<Integer> queue = new LastIdleFirst<>(3, 3, () -> {});
  private final Queue<String> taken = new ConcurrentLinkedQueue<>();
  private final List<Thread> threads = new ArrayList<>();

  @AfterEach
  void noThreadStays() throws Exception {
    for (Thread thread : threads) {
      thread.interrupt();
      thread.join();
    }
  }

  @Test
  void elementsComeInTheirOrder() throws Exception {
    assertThat(queue.offer(1)).isTrue();
    assertThat(queue.offer(2)).isTrue();
    assertThat(queue.take()).isEqualTo(1);
    assertThat(queue.poll(1, TimeUnit.MINUTES)).isEqualTo(2);
    assertThat(queue.poll()).isNull();
  }

  @Test
  void whatIsTakenOutOtherwiseIsCountedToo() {
    for (int i = 0; i < 5; i++) {
      assertThat(queue.offer(i)).isTrue();
    }
    assertThat(queue).containsExactly(0, 1, 2, 3, 4);
    assertThat(queue.poll()).isZero();
    assertThat(queue.remove(1)).isTrue();
    assertThat(queue.remove(1)).isFalse();
    assertThat(queue.size()).isEqualTo(3);
    List<Integer> rest = new ArrayList<>();
    assertThat(queue.drainTo(rest)).isEqualTo(3);
    assertThat(rest).containsExactly(2, 3, 4);
    assertThat(queue.size()).isZero();
  }

  @Test
  void whoLayDownLastIsWokenFirst() throws Exception {
    Thread first = taker("first");
    Thread second = taker("second");
    queue.offer(1);
    second.join();
    assertThat(taken).containsExactly("second 1");
    Thread third = taker("third");
    queue.offer(2);
    third.join();
    queue.offer(3);
    first.join();
    assertThat(taken).containsExactly("second 1", "third 2", "first 3");
  }

  @Test
  void whatFindsEnoughOfThemBusyWaitsUntilOneIsFreeOrTheWatchWakesMore() throws Exception {
    List<Integer> told = new ArrayList<>();
    LastIdleFirst<Integer> narrow = new LastIdleFirst<>(3, 2, () -> told.add(1));
    Thread only = start("only", () -> taken.add("only " + narrow.take()));
    asleep(only);
    // why it is not woken: two of three takers have never lain down, so they are busy
    narrow.offer(7);
    assertThat(told).hasSize(1);
    assertThat(only.getState()).isEqualTo(Thread.State.WAITING);
    Reinforcement policy = new Reinforcement(1);
    narrow.look(policy);
    assertThat(narrow).containsExactly(7);
    narrow.look(policy);
    only.join();
    assertThat(taken).containsExactly("only 7");
  }

  @Test
  void whoComesForMoreWhileEnoughAreAtWorkLiesDown() throws Exception {
    LastIdleFirst<Integer> narrow = new LastIdleFirst<>(2, 1, () -> {});
    narrow.offer(1);
    narrow.offer(2);
    // why it lies down: the other one has never lain down, so it is busy
    Thread surplus = start("surplus", () -> taken.add("surplus " + narrow.take()));
    asleep(surplus);
    assertThat(narrow.take()).as("the other one gets on").isOne();
    Reinforcement policy = new Reinforcement(1);
    narrow.look(policy);
    narrow.offer(3);
    assertThat(surplus.getState()).isEqualTo(Thread.State.WAITING);
    narrow.look(policy);
    narrow.look(policy);
    surplus.join();
    assertThat(taken).as("the watch sees that nobody does").containsExactly("surplus 2");
    assertThat(narrow).containsExactly(3);
  }

  @Test
  void howeverManyWaitedThoseWhoWereWokenSoonLieDownAgain() throws Exception {
    LastIdleFirst<Integer> deep = new LastIdleFirst<>(2, 1, () -> {});
    for (int i = 0; i < 1_000; i++) {
      deep.offer(i);
    }
    Reinforcement policy = new Reinforcement(1);
    deep.look(policy);
    deep.look(policy);
    // why ten: by then one of the two may lie down, and not one of a thousand
    for (int look = 0; look < 10; look++) {
      deep.poll();
      deep.look(policy);
    }
    asleep(start("surplus", () -> taken.add("surplus " + deep.take())));
    assertThat(taken).isEmpty();
  }

  @Test
  void aTakerThatIsInterruptedTakesNothingWithIt() throws Exception {
    Thread waits = taker("waits");
    Thread leaves = taker("leaves");
    leaves.interrupt();
    leaves.join();
    queue.offer(1);
    waits.join();
    assertThat(taken).containsExactly("waits 1");
  }

  @Test
  void aTakerWhoseTimeIsOverTakesNothingWithIt() throws Exception {
    assertThat(queue.poll(1, TimeUnit.MILLISECONDS)).isNull();
    assertThat(queue.offer(1)).isTrue();
    assertThat(queue.size()).isOne();
    assertThat(queue.take()).isEqualTo(1);
  }

  @Test
  void ofManyEachIsTakenOnce() throws Exception {
    LastIdleFirst<Integer> busy = new LastIdleFirst<>(TAKERS, 3, () -> {});
    BitSet seen = new BitSet();
    for (int t = 0; t < TAKERS; t++) {
      start(
          "taker",
          () -> {
            while (true) {
              int element = busy.take();
              synchronized (seen) {
                assertThat(seen.get(element)).isFalse();
                seen.set(element);
              }
            }
          });
    }
    for (int p = 0; p < PRODUCERS; p++) {
      int from = p * EACH;
      start(
          "producer",
          () -> {
            for (int i = from; i < from + EACH; i++) {
              busy.offer(i);
            }
          });
    }
    await()
        .atMost(Duration.ofSeconds(100))
        .until(
            () -> {
              synchronized (seen) {
                return seen.cardinality() == PRODUCERS * EACH;
              }
            });
    assertThat(busy.size()).isZero();
  }

  private Thread taker(String name) {
    Thread thread = start(name, () -> taken.add(name + " " + queue.take()));
    asleep(thread);
    return thread;
  }

  private static void asleep(Thread thread) {
    await().atMost(Duration.ofSeconds(30)).until(() -> thread.getState() == Thread.State.WAITING);
  }

  private Thread start(String name, Work work) {
    Thread thread =
        Executors.defaultThreadFactory()
            .newThread(
                () -> {
                  try {
                    work.run();
                  } catch (InterruptedException over) {
                    Thread.currentThread().interrupt();
                  }
                });
    thread.setName(name);
    threads.add(thread);
    thread.start();
    return thread;
  }

  private interface Work {
    void run() throws InterruptedException;
  }
}
