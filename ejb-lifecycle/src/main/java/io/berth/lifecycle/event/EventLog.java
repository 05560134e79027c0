package io.berth.lifecycle.event;

import io.berth.connector.api.KmException;
import io.berth.connector.api.ProjectId;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The audit: append, read back, follow. */
public interface EventLog {
  /**
   * Appends one event; durable when it returns. {@code id} and, where empty, {@code at} are set.
   */
  LifecycleEvent append(
      String kind, Optional<ProjectId> project, long generation, String actor, String reason)
      throws KmException;

  /** At most {@code limit} events after this id, oldest first. */
  List<LifecycleEvent> after(long id, Optional<ProjectId> project, int limit) throws KmException;

  /** The last {@code limit} events, oldest first. */
  List<LifecycleEvent> last(Optional<ProjectId> project, int limit) throws KmException;

  /**
   * Calls back when there may be new events, on a thread of the log; the callback only signals.
   *
   * @return closes the subscription
   */
  AutoCloseable onChange(Consumer<Long> newestId);
}
