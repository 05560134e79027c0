package io.berth.connector.process;

import io.berth.connector.api.ProcessEvent;
import io.berth.connector.api.ProcessSnapshot;
import io.berth.connector.api.StopReason;
import io.berth.connector.event.EventDispatcher;
import java.time.InstantSource;
import java.util.Optional;

/** Numbers the process events of all slots and posts them in the order of their numbers. */
final class Feed {
  private final EventDispatcher dispatcher;
  private final InstantSource clock;
  private long sequence;

  Feed(EventDispatcher dispatcher, InstantSource clock) {
    this.dispatcher = dispatcher;
    this.clock = clock;
  }

  synchronized void post(
      ProcessEvent.Kind kind,
      String reason,
      Optional<StopReason> stopReason,
      ProcessSnapshot snapshot) {
    dispatcher.post(
        new ProcessEvent(
            ++sequence,
            kind,
            snapshot.project(),
            snapshot.generation(),
            clock.instant(),
            reason,
            stopReason,
            snapshot));
  }
}
