package io.berth.lifecycle.port;

import io.berth.connector.api.KmException;
import io.berth.connector.api.ProjectId;
import java.util.List;
import java.util.OptionalInt;

/** Who had which port, newest first. Blocks on the database. */
public interface PortHistory {
  /** A port that another node of this host holds. */
  record Elsewhere(int port, String node, ProjectId project) {}

  /** The last ports of one project. */
  List<PortHolder> ofProject(ProjectId project) throws KmException;

  /** The last holders of one port, or, without one, the last holder of each. */
  List<PortHolder> holders(OptionalInt port) throws KmException;

  /** What other nodes of this host hold now. */
  List<Elsewhere> elsewhere() throws KmException;
}
