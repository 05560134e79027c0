package io.berth.gateway.proxy;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.connector.api.ProjectId;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What keeps one project's trouble to itself: its bulkhead, its breaker, and the count of its
 * streams. One for each project that was asked for.
 */
final class ProjectGate {
  private static final Logger LOG = Logger.getLogger(ProjectGate.class.getName());
  private static final int MOST_ARRIVING = 256;

  private final Bulkhead bulkhead;
  private final Breaker breaker;
  private final WorkerShare workers;
  private final int maxStreams;
  private final AtomicInteger streams = new AtomicInteger();
  private final Semaphore arriving = new Semaphore(MOST_ARRIVING);

  ProjectGate(GatewaySettings settings, LongSupplier nanos, Workers workers) {
    this.workers = new WorkerShare(workers);
    this.bulkhead = new Bulkhead(settings.placesPerProject(), room(settings), nanos);
    this.breaker = new Breaker(settings.breakerFailures(), settings.breakerDelay());
    this.maxStreams = settings.streamsPerProject();
  }

  private static WaitingRoom room(GatewaySettings settings) {
    return new WaitingRoom(
        settings.waitingPerProject(), settings.placesPerProject(), settings.startTimeout());
  }

  Bulkhead bulkhead() {
    return bulkhead;
  }

  /** Why nobody more may wait for a place, for a caller. */
  KmException fullRoom(ProjectId project) {
    return busy(project, "too many requests of project " + project + " wait already");
  }

  /** Why a caller who waited is let go without a place. */
  KmException noPlaceInTime(ProjectId project) {
    return busy(project, "project " + project + " was busy with other requests all the time");
  }

  private KmException busy(ProjectId project, String what) {
    String words =
        "%s (%d wait); if it stays so, look at berth project logs %s"
            .formatted(what, bulkhead.waiting(), project);
    return new KmException(Problem.OVERLOADED, words, bulkhead.askAgainAfter(), null);
  }

  /**
   * Gives a place back for which there is no worker. why later: whoever gets it next may find none
   * either, and so on, each within the one before.
   */
  void leaveLater() {
    try {
      workers.tickAfter(Duration.ZERO, bulkhead::leave);
    } catch (RejectedExecutionException closing) {
      LOG.log(Level.FINE, "the node is going down, a place is not passed on", closing);
    }
  }

  Breaker breaker() {
    return breaker;
  }

  /** The places of those that are on their way. */
  Semaphore arriving() {
    return arriving;
  }

  /**
   * Waits on a worker for a request body that must be read before it is known what it asks.
   *
   * @param here waits; whether there is something to go on with
   * @return false when too many are on their way already
   */
  boolean arrives(BooleanSupplier here, Runnable then) {
    if (!arriving.tryAcquire()) {
      return false;
    }
    try {
      workers.executeFairly(() -> arrived(here, then));
      return true;
    } catch (RejectedExecutionException none) {
      arriving.release();
      return false;
    }
  }

  private void arrived(BooleanSupplier here, Runnable then) {
    boolean goesOn;
    try {
      goesOn = here.getAsBoolean();
    } finally {
      arriving.release();
    }
    if (goesOn) {
      then.run();
    }
  }

  /** The threads for its calls. */
  WorkerShare workers() {
    return workers;
  }

  /** Counts a stream that leaves the bulkhead; false when there are too many. */
  boolean openStream() {
    if (!workers.mayGrow()) {
      return false;
    }
    if (streams.incrementAndGet() > maxStreams) {
      streams.decrementAndGet();
      return false;
    }
    return true;
  }

  /** Why there is no stream more, for a caller. */
  String fullOfStreams(ProjectId project) {
    return "too many open streams of project " + project + workers.words();
  }

  void closeStream() {
    streams.decrementAndGet();
  }
}
