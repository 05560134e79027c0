package io.berth.lifecycle.metrics;

import io.berth.connector.api.KmProcesses;
import io.berth.connector.api.ProjectId;
import io.berth.connector.api.StartSource;
import io.berth.connector.api.Usage;
import java.time.Duration;
import java.util.Map;

/** Counts what happens to processes. Implemented with MicroProfile Metrics; any thread. */
public interface ProcessMeter {
  /** A process became READY, forked for it or taken from the warm pool. */
  void started(Duration took, StartSource source);

  /** A process ended, with the label of the reason; {@code crashed} if nobody asked. */
  void stopped(String reason);

  /** A process was started that is not the project's first. */
  void restarted();

  /** Offers states and ports of the adapter. Called once, when it is configured. */
  void watch(KmProcesses processes);

  /** So many processes are worse than usual in this signal. */
  default void degraded(String signal, long processes) {}

  /** Whether there is an alert of this kind. */
  default void alert(String kind, boolean raised) {}

  /**
   * A sink of events has so many before it, the oldest of this age, and failed so often in a row.
   */
  default void sink(String sink, String stream, long behind, Duration oldest, int failures) {}

  /** What live processes take: at most the hundred largest are shown. */
  void usage(Map<ProjectId, Usage> usage);
}
