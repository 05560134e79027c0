package io.berth.lifecycle.rollout;

import io.berth.connector.api.ProcessState;
import java.time.Duration;
import java.util.Optional;

/**
 * What is seen of one project's process at one moment.
 *
 * @param state of its slot
 * @param generation its process
 * @param version the version that this process was started with
 * @param ended how the process before it ended; empty if that is not known
 * @param commanded whether a replacement that was ordered is not over yet
 * @param refused why the last replacement that was ordered failed
 * @param complaint what its health probes say for a while now; empty when they are well
 * @param answers its answers since the observation began
 * @param errors those of them that were server errors
 * @param patience how long a replacement may take
 */
public record Look(
    ProcessState state,
    long generation,
    int version,
    String ended,
    boolean commanded,
    Optional<String> refused,
    String complaint,
    long answers,
    long errors,
    Duration patience) {
  private static final long FEWEST_ERRORS = 5;

  /** Whether it is awake on this version. */
  boolean ready(int wanted) {
    return state == ProcessState.READY && version == wanted;
  }

  /** Whether there is no process, and none is on its way. */
  boolean asleep() {
    return state == ProcessState.STOPPED && !commanded;
  }

  /** Whether it failed and waits, or is not tried any more. */
  boolean down() {
    return state == ProcessState.BACKOFF || state == ProcessState.QUARANTINED;
  }

  /** Whether more of its answers were errors than are tolerated. */
  boolean tooManyErrors(int percent) {
    return errors >= FEWEST_ERRORS && errors * 100 > answers * percent;
  }
}
