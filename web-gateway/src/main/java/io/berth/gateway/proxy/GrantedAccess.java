package io.berth.gateway.proxy;

import io.berth.connector.api.ProjectId;
import io.berth.gateway.security.Action;
import io.berth.gateway.security.Caller;
import io.berth.gateway.security.GrantCheck;
import java.security.Principal;

/** By the grants in the caller's token; who came without one is refused. */
final class GrantedAccess implements Access {
  @Override
  public boolean allows(Principal caller, ProjectId project) {
    return caller instanceof Caller known && GrantCheck.allows(known, Action.USE_KM, project);
  }
}
