package io.berth.gateway.work;

import io.berth.lifecycle.task.TaskId;
import java.util.OptionalInt;

/**
 * The attempts that an agent's connection was given, for reports that name none. Asked on the
 * thread of the report; thread-safe where connections are.
 */
@FunctionalInterface
public interface BoundAttempts {
  /** A way in that keeps no connection: the credential alone tells whose attempt it is. */
  BoundAttempts NONE = task -> OptionalInt.empty();

  /** The attempt of this task that was handed out here last, if any was. */
  OptionalInt of(TaskId task);
}
