package io.berth.gateway.proxy;

import io.berth.connector.api.ProjectId;
import java.security.Principal;

/** Whether somebody may talk to a project's KM. Called on the request's thread; never blocks. */
interface Access {
  boolean allows(Principal caller, ProjectId project);
}
