package io.berth.connector.api;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * One project's process slot at one moment. Immutable; the adapter makes a new one at each change,
 * any thread may read it.
 *
 * @param project whose slot
 * @param state where it is in its life
 * @param generation of the process it has or had last; 0 before the first start
 * @param runtime the name of the runtime it was started with; empty before the first start
 * @param port the port it listens on, while it has one
 * @param pid its process, while it has one
 * @param startedAt when the process was forked
 * @param readyAt when it became READY
 * @param lastActivityAt the last request, byte of a stream or busy signal
 * @param requests exchanges since this generation started
 * @param inFlight exchanges under way now, streams included
 * @param openStreams those of them that are streams
 * @param startTook from fork, or assignment of a warm process, to READY
 * @param adopted whether it was found running after a restart of Berth
 * @param failures failures within the window of its restart limits
 * @param retryAt the end of the cool-down in BACKOFF or QUARANTINED
 * @param restarts starts after the first by this adapter
 * @param lastExit how the process before it ended
 * @param startSource where the process came from, while there is one
 * @param runtimeVersion the version of the runtime it was started with; 0: not known
 */
public record ProcessSnapshot(
    ProjectId project,
    ProcessState state,
    long generation,
    String runtime,
    OptionalInt port,
    OptionalLong pid,
    Optional<Instant> startedAt,
    Optional<Instant> readyAt,
    Optional<Instant> lastActivityAt,
    long requests,
    int inFlight,
    int openStreams,
    Optional<Duration> startTook,
    boolean adopted,
    int failures,
    Optional<Instant> retryAt,
    long restarts,
    Optional<LastExit> lastExit,
    Optional<StartSource> startSource,
    int runtimeVersion) {

  /** The snapshot of a project that this adapter never started. */
  public static ProcessSnapshot absent(ProjectId project) {
    return new ProcessSnapshot(
        project,
        ProcessState.STOPPED,
        0,
        "",
        OptionalInt.empty(),
        OptionalLong.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        0,
        0,
        0,
        Optional.empty(),
        false,
        0,
        Optional.empty(),
        0,
        Optional.empty(),
        Optional.empty(),
        0);
  }
}
