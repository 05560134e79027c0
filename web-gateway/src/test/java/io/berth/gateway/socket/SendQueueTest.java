package io.berth.gateway.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SendQueueTest {
  private final FakeWire wire = new FakeWire();
  private final List<String> said = new ArrayList<>();
  private final SendQueue queue =
      new SendQueue(wire, 3, () -> said.add("overflow"), () -> said.add("broken"));

  private void send(int from, int to) {
    for (int i = from; i <= to; i++) {
      queue.send("{\"type\":\"" + i + "\"}");
    }
  }

  @Test
  void oneIsUnderWayAndTheOthersFollowInOrder() {
    wire.slow = true;
    send(1, 4);
    assertThat(wire.types()).containsExactly("1");
    wire.underWay.poll().accept(null);
    assertThat(wire.types()).containsExactly("1", "2");
    wire.slow = false;
    wire.underWay.poll().accept(null);
    send(5, 5);
    assertThat(wire.types()).containsExactly("1", "2", "3", "4", "5");
    assertThat(said).isEmpty();
  }

  @Test
  void whoReadsTooSlowlyIsEndedOnceAndGetsNothingMore() {
    wire.slow = true;
    send(1, 6);
    assertThat(said).containsExactly("overflow");
    wire.underWay.poll().accept(null);
    assertThat(wire.types()).containsExactly("1");
    assertThat(queue.size()).isZero();
  }

  @Test
  void allThatWaitsTogetherIsBoundedToo() {
    wire.slow = true;
    String large = "{\"type\":\"" + "x".repeat(SendQueue.MOST_CHARACTERS) + "\"}";
    queue.send("{\"type\":\"1\"}");
    queue.send(large);
    assertThat(said).containsExactly("overflow");
  }

  @Test
  void aMessageThatCannotBeSentIsTheLast() {
    wire.slow = true;
    send(1, 2);
    wire.underWay.poll().accept(new IllegalStateException("torn"));
    send(3, 3);
    assertThat(said).containsExactly("broken");
    assertThat(wire.types()).containsExactly("1");
  }

  @Test
  void whatWaitsGoesOutBeforeTheEndAndNothingAfterIt() {
    wire.slow = true;
    send(1, 2);
    queue.finish(() -> said.add("end"));
    send(3, 3);
    queue.finish(() -> said.add("second end"));
    wire.underWay.poll().accept(null);
    assertThat(said).isEmpty();
    wire.underWay.poll().accept(null);
    assertThat(wire.types()).containsExactly("1", "2");
    assertThat(said).containsExactly("end");
  }

  @Test
  void withNothingUnderWayTheEndIsAtOnce() {
    send(1, 1);
    queue.finish(() -> said.add("end"));
    assertThat(said).containsExactly("end");
  }

  @Test
  void whoIsClosedMeanwhileHearsNothingMore() {
    wire.slow = true;
    send(1, 2);
    queue.finish(() -> said.add("end"));
    queue.close();
    wire.underWay.poll().accept(null);
    assertThat(wire.types()).containsExactly("1");
    assertThat(said).isEmpty();
  }

  @Test
  void aLongQueueThatIsSentAtOnceDoesNotGrowTheStack() {
    SendQueue all = new SendQueue(wire, 20_000, () -> {}, () -> {});
    wire.slow = true;
    for (int i = 0; i < 20_000; i++) {
      all.send("{\"type\":\"t\"}");
    }
    wire.slow = false;
    wire.underWay.poll().accept(null);
    assertThat(wire.sent).hasSize(20_000);
  }
}
