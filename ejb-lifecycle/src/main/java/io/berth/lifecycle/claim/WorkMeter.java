package io.berth.lifecycle.claim;

import java.time.Duration;

/** Counts what agents ask for and report. Implemented by the node's metrics; any thread. */
public interface WorkMeter {
  /** Counts nothing. */
  WorkMeter NONE =
      new WorkMeter() {
        @Override
        public void requested(String outcome, Duration took) {}

        @Override
        public void reported(String kind, String outcome, Duration took) {}

        @Override
        public void expired(int leases) {}
      };

  /**
   * An agent asked for a task.
   *
   * @param outcome {@code assigned}, {@code continue_current}, or the label of a {@link Reason}
   */
  void requested(String outcome, Duration took);

  /**
   * An agent reported.
   *
   * @param outcome {@code taken}, {@code repeated}, {@code stale} or {@code refused}
   */
  void reported(String kind, String outcome, Duration took);

  /** So many leases ended. */
  void expired(int leases);
}
