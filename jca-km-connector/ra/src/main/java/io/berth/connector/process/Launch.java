package io.berth.connector.process;

import io.berth.connector.api.ProjectId;
import io.berth.connector.api.StartOrder;

/**
 * Makes one READY process of one order: the seam between what a slot decides and what it takes to
 * start a program. Called on a worker's thread, which it may block; at most one call for each slot
 * is under way.
 */
interface Launch {
  /**
   * @throws StartFailure when it did not become ready; nothing of it is left then
   * @throws InterruptedException when the adapter detaches: a process that was forked goes on
   */
  LiveProcess launch(StartOrder order, StartAttempt attempt)
      throws StartFailure, InterruptedException;

  /** The failure that says that every port is taken. */
  StartFailure noPort(ProjectId project);
}
