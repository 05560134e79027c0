package io.berth.lifecycle.connector;

import io.berth.connector.api.KmConnection;
import io.berth.connector.api.KmException;
import io.berth.connector.api.KmProcesses;
import io.berth.connector.api.ProjectId;

/** The adapter as this module sees it. Any thread. */
public interface Connector {
  /**
   * The commands about processes.
   *
   * @throws KmException UNAVAILABLE while the adapter is not deployed
   */
  KmProcesses processes() throws KmException;

  /**
   * A permit for exchanges with one project.
   *
   * @throws KmException OVERLOADED when none is free in time
   */
  KmConnection connection(ProjectId project) throws KmException;
}
