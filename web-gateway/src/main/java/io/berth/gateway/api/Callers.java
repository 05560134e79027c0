package io.berth.gateway.api;

import io.berth.gateway.problem.ProblemDetail;
import io.berth.gateway.problem.ProblemException;
import io.berth.gateway.security.Caller;
import jakarta.ws.rs.core.SecurityContext;

/** Who is asking, as a resource sees it. */
public final class Callers {
  private Callers() {}

  /** The caller that the edge filter found. */
  public static Caller of(SecurityContext security) {
    if (security.getUserPrincipal() instanceof Caller caller) {
      return caller;
    }
    throw new ProblemException(ProblemDetail.unauthorised("a token is required"));
  }
}
