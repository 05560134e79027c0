package io.berth.lifecycle.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebhookSinkIT extends SinkContract {
  @TempDir Path folder;

  @Override
  Receiver receiver() throws Exception {
    return new WebhookReceiver(folder.resolve("secret"));
  }

  @Test
  void whatTheReceiverRefusesIsNamedAndRedirectsAreNotFollowed() throws Exception {
    try (WebhookReceiver other = new WebhookReceiver(folder.resolve("other"))) {
      other.start();
      try (Sink sink = other.sink()) {
        other.status(503);
        assertThatThrownBy(() -> sink.deliver(some())).hasMessageContaining("503");
        other.status(302);
        assertThatThrownBy(() -> sink.deliver(some())).hasMessageContaining("302");
        other.status(204);
        sink.deliver(some());
        Files.delete(folder.resolve("other"));
        assertThatThrownBy(() -> sink.deliver(some())).hasMessageContaining("secret-file");
      }
      assertThat(other.taken()).containsExactly("tasks-1", "tasks-1", "tasks-1");
    }
  }

  private static List<OutEvent> some() {
    return List.of(
        new OutEvent(
            Stream.TASKS,
            1,
            "/berth/x",
            "io.berth.task.created",
            "alpha-1",
            Instant.parse("2026-03-01T12:00:00Z"),
            Map.of("a", "é")));
  }
}
