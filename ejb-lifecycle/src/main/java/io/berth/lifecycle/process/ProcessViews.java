package io.berth.lifecycle.process;

import io.berth.connector.api.KmException;
import io.berth.connector.api.KmProcesses;
import io.berth.connector.api.ProcessSnapshot;
import io.berth.connector.api.ProcessState;
import io.berth.connector.api.ProjectId;
import io.berth.connector.api.Usage;
import io.berth.lifecycle.idle.IdleSweep;
import io.berth.lifecycle.project.EffectiveSettings;
import io.berth.lifecycle.recycle.RecyclePolicy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** Puts together what an operator sees of a process. Any thread; reads {@code /proc}. */
final class ProcessViews {
  private final IdleSweep idle;
  private final EffectiveSettings settings;
  private final Samples samples;
  private final StartTimes startTimes;
  private final String node;
  private final InstantSource clock;

  ProcessViews(
      IdleSweep idle,
      EffectiveSettings settings,
      Samples samples,
      StartTimes startTimes,
      String node,
      InstantSource clock) {
    this.idle = idle;
    this.settings = settings;
    this.samples = samples;
    this.startTimes = startTimes;
    this.node = node;
    this.clock = clock;
  }

  ProcessView view(KmProcesses processes, ProjectId project) throws KmException {
    ProcessSnapshot process = processes.snapshot(project);
    // why: reading /proc of all processes for one that has none would be a waste
    Map<ProjectId, Usage> usage = process.pid().isPresent() ? processes.usage() : Map.of();
    return view(process, Optional.ofNullable(usage.get(project)));
  }

  ProcessView view(ProcessSnapshot process, Optional<Usage> usage) throws KmException {
    Instant now = clock.instant();
    boolean alive = process.state() == ProcessState.READY;
    Optional<IdleSweep.Outlook> outlook =
        alive ? Optional.of(idle.outlook(process)) : Optional.empty();
    return new ProcessView(
        process,
        node,
        usage,
        usage.map(used -> samples.cpuPercent(process, used)).orElse(0.0),
        alive ? samples.requestsPerMinute(process) : 0,
        alive ? idleFor(process, now) : Optional.empty(),
        outlook.flatMap(IdleSweep.Outlook::stopAt),
        outlook.map(IdleSweep.Outlook::words),
        alive
            ? RecyclePolicy.dueAt(process, settings.of(process.project()).recycling())
            : Optional.empty(),
        startTimes.eta(process, now));
  }

  private static Optional<Duration> idleFor(ProcessSnapshot process, Instant now) {
    if (process.inFlight() > 0) {
      return Optional.of(Duration.ZERO);
    }
    return process
        .lastActivityAt()
        .or(process::readyAt)
        .map(last -> last.isAfter(now) ? Duration.ZERO : Duration.between(last, now));
  }
}
