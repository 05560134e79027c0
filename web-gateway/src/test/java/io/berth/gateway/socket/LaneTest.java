package io.berth.gateway.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class LaneTest {
  private final Deque<Runnable> executor = new ArrayDeque<>();
  private final List<Integer> done = new ArrayList<>();
  private boolean full;
  private final Lane lane =
      new Lane(
          step -> {
            if (full) {
              throw new RejectedExecutionException("full");
            }
            executor.add(step);
          });

  private boolean offer(int number) {
    return lane.offer(() -> done.add(number));
  }

  private void work() {
    while (!executor.isEmpty()) {
      executor.poll().run();
    }
  }

  @Test
  void stepsOfOneAgentAreDoneInOrderOneAtATimeAndAreBounded() {
    for (int i = 0; i < Lane.MOST; i++) {
      assertThat(offer(i)).isTrue();
    }
    assertThat(offer(99)).isFalse();
    assertThat(executor).hasSize(1);
    work();
    assertThat(done).hasSize(Lane.MOST).isSorted();
    assertThat(offer(100)).isTrue();
  }

  @Test
  void aFullExecutorRefusesAndLosesNothingThatWasTaken() {
    assertThat(offer(1)).isTrue();
    assertThat(offer(2)).isTrue();
    full = true;
    executor.poll().run();
    assertThat(done).as("what was taken is done all the same").containsExactly(1, 2);
    assertThat(offer(3)).isFalse();
    full = false;
    assertThat(offer(4)).isTrue();
    work();
    assertThat(done).containsExactly(1, 2, 4);
  }

  @Test
  void whatWasNotBegunWhenItClosedIsNotDone() {
    offer(1);
    lane.close();
    work();
    assertThat(offer(2)).isFalse();
    assertThat(done).isEmpty();
  }
}
