package io.berth.connector.api;

import jakarta.resource.Referenceable;
import jakarta.resource.ResourceException;
import java.io.Serializable;

/**
 * The connection factory of the adapter, looked up by name in the container. A connection is a
 * permit for exchanges with the project it is asked for; the container's pool bounds how many are
 * out at once. Any pooled connection may serve any project.
 */
public interface KmConnectionFactory extends Serializable, Referenceable {
  /**
   * A permit, from the container's pool. Blocks at most the pool's wait time.
   *
   * @throws ResourceException when no permit is free
   */
  KmConnection getConnection(ProjectId project) throws ResourceException;

  /** The commands about processes; needs no permit. */
  KmProcesses processes();
}
