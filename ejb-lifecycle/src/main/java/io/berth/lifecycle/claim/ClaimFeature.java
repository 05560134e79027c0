package io.berth.lifecycle.claim;

import io.berth.lifecycle.agent.AgentCredentials;
import io.berth.lifecycle.agent.Agents;
import io.berth.lifecycle.agent.StoredAgents;
import io.berth.lifecycle.agent.StoredCredentials;
import io.berth.lifecycle.database.Database;
import io.berth.lifecycle.event.StoredEvents;
import io.berth.lifecycle.secret.HashingRoom;
import io.berth.lifecycle.task.StoredTasks;
import io.berth.lifecycle.task.Tasks;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/** Agents, tasks and claims, put together. Made once by the node. */
public record ClaimFeature(
    Agents agents,
    AgentCredentials credentials,
    Tasks tasks,
    Claims claims,
    Reports reports,
    ClaimOrders orders,
    LeaseWatch watch,
    ClaimHealth health,
    Heartbeats heartbeats,
    ClaimTimes times) {

  /** Puts it together. */
  public static ClaimFeature on(
      Database database,
      StoredEvents events,
      InstantSource clock,
      ClaimTimes times,
      HashingRoom hashing) {
    return new ClaimFeature(
        new StoredAgents(database, events, clock),
        new StoredCredentials(database, events, clock, hashing),
        new StoredTasks(database),
        new StoredClaims(database, times),
        new StoredReports(database, times),
        new StoredOrders(database, times),
        new LeaseWatch(database, times),
        new StoredClaimHealth(database, times),
        new StoredHeartbeats(database),
        times);
  }

  /** The same with a meter beside it. */
  public ClaimFeature metered(WorkMeter meter, LongSupplier nanos) {
    MeteredWork metered = new MeteredWork(claims, reports, meter, nanos);
    return new ClaimFeature(
        agents,
        credentials,
        tasks,
        metered,
        metered,
        orders,
        watch.metered(meter),
        health,
        heartbeats,
        times);
  }
}
