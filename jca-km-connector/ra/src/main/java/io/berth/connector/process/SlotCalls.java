package io.berth.connector.process;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Calls out of a slot, and late calls into it, that must not break the step they belong to. */
final class SlotCalls {
  private static final Logger LOG = System.getLogger(SlotCalls.class.getName());

  private SlotCalls() {}

  /** Tells a listener; what it throws is logged. */
  static void quietly(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "a listener of process generations failed", e);
    }
  }

  /** Reports to a slot; if the adapter has detached meanwhile, nobody needs the report. */
  static void post(ProcessSlot slot, Runnable step) {
    slot.post(
        () -> {
          if (!slot.detached()) {
            step.run();
          }
        });
  }
}
