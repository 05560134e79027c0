package io.berth.lifecycle.process;

import io.berth.connector.api.KmException;
import io.berth.connector.api.ProcessSnapshot;
import io.berth.lifecycle.connector.Connector;
import io.berth.lifecycle.database.Database;
import io.berth.lifecycle.metrics.ProcessMeter;
import java.time.InstantSource;
import java.util.List;

/**
 * What is done now and then for all processes: samples for rates and gauges, and placements that
 * missed an event, because PostgreSQL was away, are put right. Called by timers.
 */
public final class ProcessUpkeep {
  private final Connector connector;
  private final Database database;
  private final Samples samples;
  private final ProcessMeter meter;
  private final String node;
  private final InstantSource clock;

  ProcessUpkeep(
      Connector connector,
      Database database,
      Samples samples,
      ProcessMeter meter,
      String node,
      InstantSource clock) {
    this.connector = connector;
    this.database = database;
    this.samples = samples;
    this.meter = meter;
    this.node = node;
    this.clock = clock;
  }

  /** Takes one sample. */
  public void sample() throws KmException {
    meter.usage(samples.take(connector.processes()));
  }

  /** Writes down where placements and slots differ; says how many did. */
  public int putPlacementsRight() throws KmException {
    List<ProcessSnapshot> processes = connector.processes().snapshots();
    return database.transact(
        t -> {
          int changed = 0;
          for (ProcessSnapshot process : processes) {
            if (Placements.record(t, process, node, clock.instant())) {
              changed++;
            }
          }
          return changed;
        });
  }
}
