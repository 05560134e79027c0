package io.berth.gateway.edge;

import io.berth.gateway.security.Caller;
import io.berth.gateway.security.Role;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.security.Principal;

/** A request whose caller is known; servlets, resources and handshakes behind the filter see it. */
final class CallerRequest extends HttpServletRequestWrapper {
  private final Caller caller;

  CallerRequest(HttpServletRequest request, Caller caller) {
    super(request);
    this.caller = caller;
  }

  @Override
  public Principal getUserPrincipal() {
    return caller;
  }

  @Override
  public String getRemoteUser() {
    return caller.subject();
  }

  @Override
  public String getAuthType() {
    return "Bearer";
  }

  @Override
  public boolean isUserInRole(String role) {
    return Role.of(role).map(caller::is).orElse(false);
  }
}
