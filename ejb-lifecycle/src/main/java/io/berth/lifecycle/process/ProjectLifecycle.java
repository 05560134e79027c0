package io.berth.lifecycle.process;

import io.berth.connector.api.KmException;
import io.berth.connector.api.ProcessSnapshot;
import io.berth.connector.api.ProjectId;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * A project's process from the point of view of those who need it. The gateway calls {@link
 * #demand} on its hot path: it neither blocks nor touches the database while the process is READY.
 * All stages complete exceptionally with {@link KmException}.
 */
public interface ProjectLifecycle {
  /** A READY process: at once, or when its start (shared by all callers) is over. */
  CompletionStage<ProcessSnapshot> demand(ProjectId project);

  /** Its slot now, from memory; wakes nothing. */
  ProcessSnapshot now(ProjectId project) throws KmException;

  /** Starts it because somebody asked; also sets the desired state. */
  CompletionStage<ProcessSnapshot> start(ProjectId project, String actor);

  /** Drains and stops it; the next request starts it again. */
  CompletionStage<ProcessSnapshot> stop(ProjectId project, String actor);

  /** Stops it and starts the next generation. */
  CompletionStage<ProcessSnapshot> restart(ProjectId project, String actor);

  /** Lets it out of quarantine. */
  CompletionStage<ProcessSnapshot> release(ProjectId project, String actor);

  /** The process now; never blocks on anything but {@code /proc}. */
  ProcessView process(ProjectId project) throws KmException;

  /**
   * A workload's promise that it is still working: the project is not idle until the lease ends.
   *
   * @throws KmException INVALID for a lifetime that is not positive or longer than a day
   */
  void busy(ProjectId project, String holder, Duration ttl) throws KmException;

  /** Ends a busy lease; without one, nothing happens. */
  void idle(ProjectId project, String holder) throws KmException;
}
