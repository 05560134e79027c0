package io.berth.lifecycle.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.berth.connector.api.KmException;
import io.berth.lifecycle.claim.WorkWorld;
import io.berth.lifecycle.claim.WorkWorld.Words;
import io.berth.lifecycle.task.TaskId;
import io.berth.lifecycle.testing.Mood;
import io.berth.lifecycle.testing.TestPostgres;
import io.berth.lifecycle.testing.WithPostgres;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every sink owes: in order, nothing left out, whatever becomes of the receiver or of us. */
@ExtendWith(WithPostgres.class)
abstract class SinkContract {
  private WorkWorld world;
  private Receiver receiver;
  private TaskNumbers numbers;
  private Delivery delivery;
  private TaskId task;

  abstract Receiver receiver() throws Exception;

  @BeforeEach
  void open(TestPostgres postgres) throws Exception {
    world = WorkWorld.fresh(postgres).project("alpha");
    world.sql("TRUNCATE event_sink");
    world.sql("UPDATE event_publisher SET last_number = 0");
    numbers = new TaskNumbers(world.database);
    receiver = receiver();
    receiver.start();
    delivery = new Delivery(receiver.sink(), world.database, "one");
    task = world.task(Words.of("a"));
    numbers.publish();
    assertThat(delivery.run()).as("a new sink begins with what comes").isZero();
  }

  @AfterEach
  void close() throws Exception {
    delivery.sink().close();
    receiver.close();
    world.close();
  }

  @Test
  void allArriveOnceAndInOrder() throws Exception {
    comments(250);
    assertThat(delivery.run()).isEqualTo(250);
    assertThat(receiver.taken()).isEqualTo(ids(250));
    assertThat(delivery.run()).isZero();
    assertThat(receiver.taken()).hasSize(250);
  }

  @ParameterizedTest
  @EnumSource(names = {"SILENT", "GARBLED", "FORGETFUL"})
  void whatIsNotConfirmedIsTriedAgainAfterAPause(Mood mood) throws Exception {
    comments(3);
    receiver.mood(mood);
    assertThat(delivery.run()).isZero();
    assertThat(
            world.sql(
                "UPDATE event_sink SET retry_at = retry_at + interval '1 hour' WHERE failures = 1"))
        .isOne();
    receiver.mood(Mood.WELL);
    assertThat(delivery.run()).as("the pause holds").isZero();
    pauseIsOver();
    comments(2);
    assertThat(delivery.run()).isEqualTo(5);
    assertNothingIsMissing(5);
    assertThat(world.sql("UPDATE event_sink SET failures = 0 WHERE failures > 0")).isZero();
  }

  @Test
  void aSlowAnswerIsAnAnswer() throws Exception {
    comments(3);
    receiver.mood(Mood.SLOW);
    assertThat(delivery.run()).isEqualTo(3);
    assertThat(receiver.taken()).isEqualTo(ids(3));
  }

  @Test
  void aReceiverThatWasAwayMissesNothing() throws Exception {
    comments(2);
    delivery.run();
    receiver.stop();
    comments(3);
    assertThat(delivery.run()).isZero();
    receiver.start();
    pauseIsOver();
    assertThat(delivery.run()).isEqualTo(3);
    assertThat(receiver.taken()).isEqualTo(ids(5));
  }

  /** A node dies after the receiver confirmed and before it wrote that down. */
  @Test
  void anotherNodeGoesOnAndRepeatsAtMostWhatWasNotWrittenDown() throws Exception {
    comments(4);
    Sink real = delivery.sink();
    Sink dying =
        new Sink() {
          @Override
          public String name() {
            return real.name();
          }

          @Override
          public void deliver(List<OutEvent> events) throws SinkFailure {
            real.deliver(events);
            throw new IllegalStateException("killed");
          }
        };
    assertThatIllegalStateException()
        .isThrownBy(() -> new Delivery(dying, world.database, "one").run());
    Delivery other = new Delivery(real, world.database, "two");
    assertThat(other.run()).as("its owner may still be alive").isZero();
    world.sql("UPDATE event_sink SET lease_until = clock_timestamp() - interval '1 second'");
    assertThat(other.run()).isEqualTo(4);
    assertNothingIsMissing(4);
  }

  private void pauseIsOver() throws KmException {
    world.sql("UPDATE event_sink SET retry_at = clock_timestamp() WHERE retry_at IS NOT NULL");
  }

  private void comments(int count) throws KmException {
    for (int i = 0; i < count; i++) {
      world.work.tasks().comment(task, "comment", "test");
    }
    assertThat(numbers.publish()).isEqualTo(count);
  }

  /** why from two: the first is the creation, which was before the sink */
  private static List<String> ids(int count) {
    return LongStream.range(2, count + 2).mapToObj(n -> "tasks-" + n).toList();
  }

  /** As at-least-once says: without repetitions it is all of them, in order. */
  private void assertNothingIsMissing(int count) throws Exception {
    assertThat(List.copyOf(new LinkedHashSet<>(receiver.taken()))).isEqualTo(ids(count));
  }
}
