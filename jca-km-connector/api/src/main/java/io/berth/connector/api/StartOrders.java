package io.berth.connector.api;

/**
 * Makes the order for the next start of a project: the lifecycle side's half of a single-flight
 * start. The adapter calls it at most once per start, on a thread of its own, never under a lock.
 */
@FunctionalInterface
public interface StartOrders {
  /**
   * A new order with a new, durable generation.
   *
   * @throws KmException when the project may not be started now; the start fails with it
   */
  StartOrder next(ProjectId project) throws KmException;

  /**
   * Whether the project would get a port of its own now: one that would share a process is not
   * refused for want of ports. Never blocks.
   */
  default boolean needsPort(ProjectId project) {
    return true;
  }
}
