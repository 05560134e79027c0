package io.berth.lifecycle.process;

import io.berth.connector.api.StartOrders;
import io.berth.lifecycle.connector.Connector;
import io.berth.lifecycle.database.Database;
import io.berth.lifecycle.encryption.ProjectKeys;
import io.berth.lifecycle.event.StoredEvents;
import io.berth.lifecycle.idle.BusyLeases;
import io.berth.lifecycle.idle.IdleSweep;
import io.berth.lifecycle.metrics.ProcessMeter;
import io.berth.lifecycle.project.EffectiveSettings;
import io.berth.lifecycle.project.StoredProjects;
import io.berth.lifecycle.recycle.RecycleSweep;
import io.berth.lifecycle.schedule.ScheduledStarts;
import io.berth.lifecycle.settings.BerthSettings;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/** The parts of this feature, put together. Made once by the node. */
public record ProcessFeature(
    DemandedProcesses lifecycle,
    StartOrders orders,
    ProcessEventRecorder recorder,
    ProcessUpkeep upkeep,
    Adoption adoption,
    IdleSweep idleSweep,
    RecycleSweep recycling,
    ScheduledStarts schedule,
    BusyLeases leases) {

  /** What this feature stands on. */
  public record Base(
      BerthSettings settings,
      Connector connector,
      Database database,
      StoredEvents events,
      StoredProjects projects,
      ProcessMeter meter,
      ProjectKeys keys,
      Executor executor,
      InstantSource clock,
      LongSupplier nanos) {}

  /** Puts it together. */
  public static ProcessFeature on(Base base) {
    String node = base.settings.node();
    EffectiveSettings effective = new EffectiveSettings(base.projects, base.settings);
    DurableOrders orders =
        new DurableOrders(
            base.database,
            effective,
            base.settings,
            base.clock,
            new InstalledKm(base.connector)::instead,
            base.keys);
    BusyLeases leases = new BusyLeases(base.database, base.clock);
    IdleSweep sweep = new IdleSweep(base.connector, effective, leases, base.clock);
    Samples samples = new Samples(base.nanos);
    StartTimes times = new StartTimes();
    ProcessViews views = new ProcessViews(sweep, effective, samples, times, node, base.clock);
    return new ProcessFeature(
        new DemandedProcesses(
            base.connector,
            base.projects,
            orders,
            base.database,
            base.events,
            leases,
            views,
            base.executor),
        orders,
        new ProcessEventRecorder(base.database, base.events, base.meter, times, node, base.clock),
        new ProcessUpkeep(base.connector, base.database, samples, base.meter, node, base.clock),
        new Adoption(base.database, base.events, orders, base.connector, base.settings, base.clock),
        sweep,
        new RecycleSweep(base.connector, effective, leases, orders, base.clock),
        new ScheduledStarts(
            base.database,
            base.events,
            effective,
            base.settings,
            base.connector,
            orders,
            base.clock),
        leases);
  }
}
