package io.berth.lifecycle.history;

import io.berth.connector.api.KmException;
import io.berth.connector.api.KmProcesses;
import io.berth.connector.api.PortUse;
import io.berth.connector.api.ProcessState;
import io.berth.connector.api.ProjectId;
import io.berth.connector.api.Usage;
import io.berth.lifecycle.connector.Connector;
import io.berth.lifecycle.database.Database;
import io.berth.lifecycle.overview.Overview;
import io.berth.lifecycle.overview.SystemOverview;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The history in PostgreSQL. One sample a minute, taken by a timer and written in one transaction
 * with the pruning of what is older than a day; a minute in which the database is away is missing.
 */
public final class StoredHistory implements ResourceHistory {
  /** A sample, and how the machine was when it was taken. */
  public record Minute(NodeSample sample, Overview overview, Machine.Reading machine) {}

  private final Connector connector;
  private final Database database;
  private final SystemOverview overview;
  private final Machine machine;
  private final String node;
  private final InstantSource clock;
  private final MinuteRates rates = new MinuteRates();
  private final StartsAndStops events;

  public StoredHistory(
      Connector connector,
      Database database,
      SystemOverview overview,
      Machine machine,
      String node,
      InstantSource clock) {
    this.connector = connector;
    this.database = database;
    this.overview = overview;
    this.machine = machine;
    this.node = node;
    this.clock = clock;
    this.events = new StartsAndStops(node);
  }

  /** Takes the sample of this minute. */
  public Minute take() throws KmException {
    KmProcesses processes = connector.processes();
    Instant now = clock.instant();
    Instant minute = now.truncatedTo(ChronoUnit.MINUTES);
    Overview all = overview.now();
    Map<ProjectId, Usage> usage = processes.usage();
    List<ProjectSample> projects =
        rates.take(processes.snapshots(), usage, processes.traffic(), now);
    Machine.Reading reading = machine.read(all.memoryBytes());
    StartsAndStops.Counts counts = database.transact(events::count);
    NodeSample sample = sample(minute, all, projects, counts, reading);
    database.transact(
        t -> {
          HistoryRows.insert(t, sample);
          HistoryRows.insert(t, projects, minute);
          return HistoryRows.prune(t, now);
        });
    events.seen(counts);
    return new Minute(sample, all, reading);
  }

  private NodeSample sample(
      Instant minute,
      Overview all,
      List<ProjectSample> projects,
      StartsAndStops.Counts counts,
      Machine.Reading reading) {
    return new NodeSample(
        minute,
        node,
        all.projects(),
        all.byState().getOrDefault(ProcessState.READY, 0L),
        projects.stream().mapToLong(ProjectSample::rssBytes).sum(),
        all.memoryBytes(),
        all.savedBytes(),
        projects.stream().mapToDouble(ProjectSample::cpuPercent).sum(),
        projects.stream().mapToDouble(ProjectSample::requestsPerMinute).sum(),
        counts.starts(),
        counts.stops(),
        all.ports().stream()
            .collect(
                Collectors.toMap(
                    use -> use.range().toString(), (PortUse use) -> use.used().size(), Math::max)),
        reading.openFiles(),
        reading.memoryAvailableBytes(),
        reading.diskFreeBytes());
  }

  /** The minutes of this node since then, oldest first. */
  public List<NodeSample> ownMinutes(Instant since) throws KmException {
    return database.transact(t -> HistoryRows.nodes(t, since)).stream()
        .filter(sample -> sample.node().equals(node))
        .toList();
  }

  @Override
  public List<NodeSample> system(Instant since, Duration step) throws KmException {
    return Buckets.system(database.transact(t -> HistoryRows.nodes(t, since)), step);
  }

  @Override
  public List<ProjectSample> project(ProjectId project, Instant since, Duration step)
      throws KmException {
    return Buckets.project(database.transact(t -> HistoryRows.project(t, project, since)), step);
  }
}
