package io.berth.connector.process;

import io.berth.connector.api.ProcessSnapshot;
import io.berth.connector.api.ProcessState;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What other threads see of a slot: replaced as a whole, so that facts, counters and process always
 * belong together.
 */
record Published(SlotFacts facts, SlotActivity activity, Optional<LiveProcess> live) {
  boolean ready() {
    return facts.state() == ProcessState.READY;
  }

  ProcessSnapshot snapshot(InstantSource clock) {
    return facts.snapshot(activity.read(), clock.instant());
  }
}
