package io.berth.gateway.proxy;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.connector.api.ProjectId;
import java.time.Duration;

/** The project's breaker is open: its process fails again and again, nobody is sent to it now. */
final class CircuitOpen extends KmException {
  private static final long serialVersionUID = 1L;

  static final String LABEL = "circuit-open";

  CircuitOpen(ProjectId project, Duration retryAfter) {
    super(
        Problem.OVERLOADED,
        "project " + project + " failed too often in a row; look at its process and log",
        retryAfter,
        null);
  }
}
