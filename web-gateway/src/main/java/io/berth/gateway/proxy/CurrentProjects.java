package io.berth.gateway.proxy;

import io.berth.connector.api.KmException;
import io.berth.connector.api.ProjectId;
import java.util.Optional;

/** Where a project can be looked up as it is now, not as it was a moment ago. Blocks. */
interface CurrentProjects {
  Optional<KnownProject> look(ProjectId id) throws KmException;
}
