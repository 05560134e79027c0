package io.berth.gateway.event;

import io.berth.gateway.json.JsonView;
import io.berth.lifecycle.event.LifecycleEvent;
import java.nio.charset.StandardCharsets;

/** An event as JSON, and as a frame of an event stream. Pure. */
final class EventJson {
  private EventJson() {}

  static JsonView view(LifecycleEvent event) {
    return new JsonView()
        .number("id", event.id())
        .text("at", event.at())
        .text("kind", event.kind())
        .text("projectId", event.project())
        .number("generation", event.generation())
        .text("actor", event.actor())
        .text("reason", event.reason())
        .values("details", event.details());
  }

  static byte[] frame(LifecycleEvent event) {
    // why: JSON escapes line ends, so the data is one line; a kind is a word of ours
    String frame =
        "id: "
            + event.id()
            + "\nevent: "
            + event.kind()
            + "\ndata: "
            + view(event).build()
            + "\n\n";
    return frame.getBytes(StandardCharsets.UTF_8);
  }
}
