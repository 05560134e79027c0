package io.berth.gateway.problem;

import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Defects of ours: the log gets everything under an id, the caller gets the id and nothing else.
 */
public final class Incidents {
  private static final Logger LOG = Logger.getLogger(Incidents.class.getName());

  private Incidents() {}

  /** Logs the defect and makes the answer. */
  public static ProblemDetail report(Throwable defect, String request) {
    String id = UUID.randomUUID().toString();
    LOG.log(Level.SEVERE, "incident " + id + " in " + request, defect);
    return ProblemDetail.of(
        "internal", 500, "this is a defect of Berth: look for incident " + id + " in its log");
  }
}
