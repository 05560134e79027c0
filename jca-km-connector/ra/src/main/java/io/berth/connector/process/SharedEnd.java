package io.berth.connector.process;

import java.time.Duration;

/**
 * Ends a project's life in a process that others share: the seam between a slot and what it takes.
 * Blocks its caller, a worker.
 */
@FunctionalInterface
interface SharedEnd {
  /** True when the project's folder is free for certain; false: not yet, to be tried again. */
  boolean end(LiveProcess process, Duration patience);
}
