package io.berth.lifecycle.drift;

import io.berth.connector.api.KmException;
import io.berth.connector.api.KmProcesses;
import io.berth.connector.api.ProbeResult;
import io.berth.connector.api.Problem;
import io.berth.connector.api.ProcessSnapshot;
import io.berth.connector.api.ProcessState;
import io.berth.connector.api.ProjectId;
import io.berth.connector.api.StartOrders;
import io.berth.connector.api.StopReason;
import io.berth.connector.api.Traffic;
import io.berth.connector.api.Usage;
import io.berth.lifecycle.connector.Connector;
import io.berth.lifecycle.database.Database;
import io.berth.lifecycle.event.NewEvent;
import io.berth.lifecycle.event.StoredEvents;
import io.berth.lifecycle.metrics.ProcessMeter;
import io.berth.lifecycle.project.EffectiveSettings;
import io.berth.lifecycle.settings.DegradedAction;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Compares every READY process once a minute with its project's own past, writes what changed into
 * the audit and, where the project wants it, replaces the process after a drain. Called by a timer;
 * {@link #probed} by the threads of the health watch. What cannot be written down has not happened:
 * it is looked at again a minute later.
 */
public final class DriftWatch {
  private static final Logger LOG = System.getLogger(DriftWatch.class.getName());
  private static final String READINESS = "readiness";
  private static final Duration BETWEEN_RECYCLES = Duration.ofHours(1);

  private record Known(long generation, Map<Signal, Drift> drifts) {}

  private final Connector connector;
  private final Database database;
  private final StoredEvents events;
  private final EffectiveSettings settings;
  private final StartOrders orders;
  private final ProcessMeter meter;
  private final InstantSource clock;
  private final SignalSamples samples = new SignalSamples();
  private final ReadinessRounds readiness = new ReadinessRounds();
  private final Map<ProjectId, Known> known = new HashMap<>();
  private final Map<ProjectId, Instant> recycled = new HashMap<>();

  public DriftWatch(
      Connector connector,
      Database database,
      StoredEvents events,
      EffectiveSettings settings,
      StartOrders orders,
      ProcessMeter meter,
      InstantSource clock) {
    this.connector = connector;
    this.database = database;
    this.events = events;
    this.settings = settings;
    this.orders = orders;
    this.meter = meter;
    this.clock = clock;
  }

  /** One probe. A failed one says nothing about speed: the health policy deals with it. */
  public void probed(ProcessSnapshot process, ProbeResult result) {
    readiness.probed(process, result);
    if (result.finding() == ProbeResult.Finding.WELL) {
      samples.probed(process.project(), process.generation(), result.took());
    }
  }

  /** Takes one sample of each process and does what follows. */
  public void minute() throws KmException {
    KmProcesses processes = connector.processes();
    Map<ProjectId, Usage> usage = processes.usage();
    Map<ProjectId, Traffic> traffic = processes.traffic();
    Set<ProjectId> slots = new HashSet<>();
    for (ProcessSnapshot process : processes.snapshots()) {
      slots.add(process.project());
      if (process.state() == ProcessState.READY) {
        try {
          look(processes, process, usage, traffic);
          lookWhetherReady(processes, process);
        } catch (KmException e) {
          if (e.problem() == Problem.UNAVAILABLE) {
            throw e;
          }
          LOG.log(Level.WARNING, "the drift of " + process.project() + " was not judged", e);
        } catch (RuntimeException e) {
          LOG.log(Level.WARNING, "the drift of " + process.project() + " was not judged", e);
        }
      }
    }
    samples.retain(slots);
    readiness.retain(slots);
    known.keySet().retainAll(slots);
    recycled.keySet().retainAll(slots);
    report();
  }

  private void look(
      KmProcesses processes,
      ProcessSnapshot process,
      Map<ProjectId, Usage> usage,
      Map<ProjectId, Traffic> traffic)
      throws KmException {
    ProjectId project = process.project();
    Map<Signal, Drift> drifts = ofThisGeneration(process);
    boolean worse = false;
    for (Map.Entry<Signal, Double> sample :
        samples
            .take(
                project,
                process.generation(),
                Optional.ofNullable(usage.get(project)),
                Optional.ofNullable(traffic.get(project)))
            .entrySet()) {
      Signal signal = sample.getKey();
      DriftPolicy.Verdict verdict =
          DriftPolicy.decide(drifts.getOrDefault(signal, Drift.NONE), signal, sample.getValue());
      if (verdict.change().isPresent()) {
        write(process, signal, verdict.change().get());
        worse |= verdict.change().get().worse();
      }
      drifts.put(signal, verdict.drift());
    }
    if (worse) {
      recycleIfWanted(processes, process);
    }
  }

  private void lookWhetherReady(KmProcesses processes, ProcessSnapshot process) throws KmException {
    ProjectId project = process.project();
    if (!readiness.concerns(project)) {
      return; // why: what is well needs no settings
    }
    Optional<ReadinessRounds.Change> change =
        readiness.change(project, process.generation(), settings.of(project).healthFailures());
    if (change.isEmpty()) {
      return;
    }
    boolean worse = change.get().worse();
    append(
        process,
        worse ? "process.degraded" : "process.recovered",
        READINESS,
        change.get().detail(),
        Map.of());
    readiness.told(project, process.generation(), change.get());
    if (worse) {
      LOG.log(
          Level.WARNING,
          "project {0} generation {1} is not ready any more: {2}",
          project,
          process.generation(),
          change.get().detail());
      recycleIfWanted(processes, process);
    }
  }

  private Map<Signal, Drift> ofThisGeneration(ProcessSnapshot process) throws KmException {
    Known now = known.get(process.project());
    if (now != null && now.generation == process.generation()) {
      return now.drifts;
    }
    Map<Signal, Drift> drifts = new EnumMap<>(Signal.class);
    if (now != null) {
      for (Map.Entry<Signal, Drift> drift : now.drifts.entrySet()) {
        if (drift.getValue().degraded()) {
          append(
              process,
              "process.recovered",
              drift.getKey().label(),
              "its process was replaced",
              Map.of());
        }
        drifts.put(drift.getKey(), drift.getValue().replaced());
      }
    }
    known.put(process.project(), new Known(process.generation(), drifts));
    return drifts;
  }

  private void write(ProcessSnapshot process, Signal signal, DriftPolicy.Change change)
      throws KmException {
    String figures =
        number(change.level()) + " " + signal.unit() + ", usually " + number(change.usual());
    Map<String, String> details =
        Map.of(
            "level", number(change.level()),
            "usual", number(change.usual()),
            "limit", number(change.limit()),
            "unit", signal.unit());
    if (change.worse()) {
      append(process, "process.degraded", signal.label(), figures, details);
      LOG.log(
          Level.WARNING,
          "project {0} generation {1}: {2} is {3}",
          process.project(),
          process.generation(),
          signal.label(),
          figures);
    } else {
      String why = change.relearned() ? "; it stayed so, and counts as usual from now on" : "";
      append(process, "process.recovered", signal.label(), figures + why, details);
    }
  }

  private void append(
      ProcessSnapshot process, String kind, String signal, String figures, Map<String, String> more)
      throws KmException {
    Map<String, String> details = new HashMap<>(more);
    details.put("signal", signal);
    NewEvent event =
        new NewEvent(
                kind,
                Optional.of(process.project()),
                process.generation(),
                StoredEvents.BERTH,
                signal + " " + figures)
            .with(details);
    database
        .transact(t -> events.append(t, event))
        .ifPresent(written -> events.committed(written.id()));
  }

  private void recycleIfWanted(KmProcesses processes, ProcessSnapshot process) throws KmException {
    ProjectId project = process.project();
    Instant now = clock.instant();
    Instant last = recycled.get(project);
    if (settings.of(project).degradedAction() != DegradedAction.RECYCLE
        || (last != null && now.isBefore(last.plus(BETWEEN_RECYCLES)))) {
      return;
    }
    recycled.put(project, now);
    processes
        .restart(project, StopReason.DEGRADED, orders)
        .whenComplete(
            (ready, failure) -> {
              if (failure != null) {
                LOG.log(Level.WARNING, "the recycling of " + project + " failed", failure);
              }
            });
  }

  private void report() {
    for (Signal signal : Signal.values()) {
      long degraded =
          known.values().stream()
              .filter(k -> k.drifts.getOrDefault(signal, Drift.NONE).degraded())
              .count();
      meter.degraded(signal.label(), degraded);
    }
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.1f" : "%.0f", value);
  }
}
