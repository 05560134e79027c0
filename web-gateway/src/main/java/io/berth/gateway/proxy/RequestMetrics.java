package io.berth.gateway.proxy;

import io.berth.connector.api.ProjectId;

/** Where the data plane reports what became of requests. Called on any thread, never blocks. */
interface RequestMetrics {
  /**
   * @param outcome {@code answered}, {@code cached}, {@code cancelled}, {@code broken-off}, or the
   *     label of a problem
   * @param totalNanos from the servlet to the last byte
   * @param upstreamNanos how much of it the start and the KM took
   */
  void ended(ProjectId project, String outcome, long totalNanos, long upstreamNanos);

  /** A KM answered, with this status. */
  default void answered(ProjectId project, long generation, int status) {
    // why: only roll-outs look at it
  }
}
