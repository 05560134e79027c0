package io.berth.gateway.api;

import io.berth.connector.api.ProjectId;
import io.berth.gateway.problem.ProblemDetail;
import io.berth.gateway.problem.ProblemException;
import io.berth.gateway.security.Action;
import io.berth.gateway.security.Caller;
import io.berth.gateway.security.GrantCheck;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import java.security.Principal;
import java.util.Optional;

/** Asks {@link GrantCheck} before one route. On the request thread, before the body is read. */
@Priority(Priorities.AUTHORIZATION)
final class AccessFilter implements ContainerRequestFilter {
  private final Optional<Action> action;

  AccessFilter(Optional<Action> action) {
    this.action = action;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    check(
        request.getSecurityContext().getUserPrincipal(),
        Optional.ofNullable(request.getUriInfo().getPathParameters().getFirst("id")));
  }

  void check(Principal principal, Optional<String> id) {
    if (!(principal instanceof Caller caller)) {
      throw new ProblemException(ProblemDetail.unauthorised("a token is required"));
    }
    if (action.isEmpty()) {
      throw forbidden(caller, "use this route");
    }
    if (!action.get().perProject() || id.isEmpty()) {
      if (!GrantCheck.allows(caller, action.get())) {
        throw forbidden(caller, words());
      }
      return;
    }
    ProjectId project = projectId(id.get());
    if (!GrantCheck.allows(caller, action.get(), project)) {
      throw forbidden(caller, words() + " of " + project);
    }
  }

  private String words() {
    return action.get().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
  }

  private static ProjectId projectId(String text) {
    if (!ProjectId.isValid(text)) {
      throw new ProblemException(
          ProblemDetail.invalid("the project id in the path must be " + ProjectId.RULE));
    }
    return new ProjectId(text);
  }

  private static ProblemException forbidden(Caller caller, String what) {
    return new ProblemException(
        ProblemDetail.forbidden(
            caller.subject() + " has no right to " + what + ": ask for a token with that right"));
  }
}
