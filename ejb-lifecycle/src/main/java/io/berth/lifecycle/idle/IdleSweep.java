package io.berth.lifecycle.idle;

import io.berth.connector.api.KmException;
import io.berth.connector.api.KmProcesses;
import io.berth.connector.api.Problem;
import io.berth.connector.api.ProcessSnapshot;
import io.berth.connector.api.ProcessState;
import io.berth.lifecycle.connector.Connector;
import io.berth.lifecycle.project.EffectiveSettings;
import io.berth.lifecycle.settings.ProjectSettings;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Looks at every READY process and stops those that are idle. Called by a timer, one sweep at a
 * time; never waits for a process to end. The policy is asked again by the slot itself right before
 * the stop, so a request that came in between wins.
 */
public final class IdleSweep {
  private static final Logger LOG = System.getLogger(IdleSweep.class.getName());

  private final Connector connector;
  private final EffectiveSettings settings;
  private final BusyLeases leases;
  private final InstantSource clock;

  public IdleSweep(
      Connector connector, EffectiveSettings settings, BusyLeases leases, InstantSource clock) {
    this.connector = connector;
    this.settings = settings;
    this.leases = leases;
    this.clock = clock;
  }

  /** Looks at all of them. */
  public void sweep() throws KmException {
    KmProcesses processes = connector.processes();
    for (ProcessSnapshot process : processes.snapshots()) {
      if (process.state() == ProcessState.READY) {
        try {
          look(processes, process);
        } catch (KmException e) {
          if (e.problem() == Problem.UNAVAILABLE) {
            // why: what is stopped in an outage could not be started again
            throw e;
          }
          LOG.log(Level.WARNING, "idle check of " + process.project() + " failed; it is kept", e);
        } catch (RuntimeException e) {
          LOG.log(Level.WARNING, "idle check of " + process.project() + " failed; it is kept", e);
        }
      }
    }
  }

  private void look(KmProcesses processes, ProcessSnapshot process) throws KmException {
    ProjectSettings own = settings.of(process.project());
    if (!(decide(process, own) instanceof IdleDecision.Stop stop)) {
      return;
    }
    // why: asked under the slot's order, so it must not block: the settings were read before
    Predicate<ProcessSnapshot> stillIdle =
        latest -> latest.generation() == process.generation() && decide(latest, own).equals(stop);
    processes
        .stop(process.project(), stop.reason(), stillIdle)
        .whenComplete(
            (stopped, failure) -> {
              if (failure != null) {
                LOG.log(Level.WARNING, "idle stop of " + process.project() + " failed", failure);
              }
            });
  }

  /**
   * What will become of a process if nothing happens.
   *
   * @param stopAt when it will be idle; empty while something goes on
   * @param words the same as a sentence, with what keeps it
   */
  public record Outlook(Optional<Instant> stopAt, String words) {}

  /** The outlook of one process now. */
  public Outlook outlook(ProcessSnapshot process) throws KmException {
    ProjectSettings own = settings.of(process.project());
    IdleDecision decision = decide(process, own);
    return new Outlook(
        decision instanceof IdleDecision.Keep keep ? keep.stopAt() : Optional.empty(),
        IdleWords.of(decision, process, own.idle()));
  }

  private IdleDecision decide(ProcessSnapshot process, ProjectSettings own) {
    Instant now = clock.instant();
    Holds holds =
        new Holds(
            leases.busyUntil(process.project()),
            own.schedule().keepWarm().flatMap(windows -> windows.until(now)));
    return IdlePolicy.decide(process, own.idle(), holds, now);
  }
}
