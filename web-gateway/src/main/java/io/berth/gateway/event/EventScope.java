package io.berth.gateway.event;

import io.berth.connector.api.ProjectId;
import io.berth.gateway.security.Action;
import io.berth.gateway.security.Caller;
import io.berth.gateway.security.GrantCheck;
import io.berth.lifecycle.event.LifecycleEvent;
import java.util.Optional;

/** Which events somebody gets: those it may see, of one project or of all. Pure. */
record EventScope(Caller caller, Optional<ProjectId> project) {
  boolean shows(LifecycleEvent event) {
    if (project.isPresent() && !project.equals(event.project())) {
      return false;
    }
    return event
        .project()
        .map(id -> GrantCheck.allows(caller, Action.READ_PROCESS, id))
        .orElseGet(() -> GrantCheck.allows(caller, Action.READ_SYSTEM));
  }
}
