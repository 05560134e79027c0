package io.berth.lifecycle.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events as messages of a real broker. */
class JmsSinkIT extends SinkContract {
  @TempDir Path folder;

  @Override
  Receiver receiver() throws Exception {
    return new JmsReceiver(folder);
  }

  private static OutEvent event(long number, String subject) {
    return new OutEvent(
        Stream.TASKS,
        number,
        "/berth/x",
        "io.berth.task.created",
        subject,
        Instant.parse("2026-03-01T12:00:00Z"),
        Map.of("a", "é"));
  }

  @Test
  void aMessageSaysWhatItIsAndIsThereOnceHoweverOftenItIsSent() throws Exception {
    JmsReceiver broker = new JmsReceiver(folder.resolve("own"));
    broker.start();
    try (broker;
        Sink sink = broker.sink()) {
      sink.deliver(List.of(event(1, "alpha-1"), event(2, "")));
      sink.deliver(List.of(event(1, "alpha-1"), event(2, ""), event(3, "alpha-1")));
      broker.stop();
      assertThatThrownBy(() -> sink.deliver(List.of(event(4, ""))))
          .isInstanceOf(SinkFailure.class)
          .hasMessageContaining("jms/queue of jms/factory");
      broker.start();
      sink.deliver(List.of(event(3, "alpha-1"), event(4, "")));
      List<JmsReceiver.Got> got = broker.messages();
      assertThat(got)
          .extracting(JmsReceiver.Got::id)
          .containsExactly("tasks-1", "tasks-2", "tasks-3", "tasks-4");
      assertThat(got).extracting(JmsReceiver.Got::number).containsExactly(1L, 2L, 3L, 4L);
      assertThat(got).extracting(JmsReceiver.Got::group).startsWith("alpha-1", "tasks", "alpha-1");
      assertThat(got.get(0).type()).isEqualTo("io.berth.task.created");
      assertThat(got.get(0).body()).isEqualTo(event(1, "alpha-1").json());
    }
  }

  @Test
  void whatTheServerDoesNotKnowByThatNameIsTold() throws Exception {
    JmsReceiver broker = new JmsReceiver(folder.resolve("own"));
    broker.start();
    try (broker;
        Sink none = broker.sink(Map.of());
        Sink wrong = broker.sink(Map.of("jms/factory", "a text"))) {
      assertThatThrownBy(() -> none.deliver(List.of(event(1, ""))))
          .hasMessageContaining("NameNotFoundException: jms/factory");
      assertThatThrownBy(() -> wrong.deliver(List.of(event(1, ""))))
          .hasMessageContaining("jms/factory is no ConnectionFactory");
    }
  }
}
