package io.berth.connector.process;

import io.berth.connector.api.ProjectId;

/**
 * Hears when a generation of a project may be spoken to, and when not any more: whoever keeps
 * channels opens and closes their pools by it. Called in the order of each project, on an adapter
 * thread, never under a lock; must not block, and what it throws is only logged.
 */
public interface GenerationListener {
  /** The process is ready. Returns before the first exchange with it can begin. */
  void opened(KmTarget target);

  /**
   * No exchange begins any more, and those that are left over are to be broken off: the process
   * died, or its drain is over and it is about to be ended. Called exactly once for each generation
   * that was opened, also when the adapter detaches.
   */
  void closed(ProjectId project, long generation);
}
