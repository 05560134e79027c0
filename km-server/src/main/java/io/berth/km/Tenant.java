package io.berth.km;

import io.berth.km.access.Gatekeeper;
import io.berth.km.access.Secret;
import io.berth.km.http.BodyReader;
import io.berth.km.http.Door;
import io.berth.km.http.SharedDoor;
import io.berth.km.http.Traffic;
import io.berth.km.lease.Lease;
import io.berth.km.metrics.RequestMetrics;
import io.berth.km.metrics.Uptime;
import io.berth.km.store.KnowledgeStore;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * One project of a shared process: its open store, its secret, its counters. It has no way to any
 * other. Opened and closed by threads that carry out orders.
 */
final class Tenant {
  private final Secret secret;
  private final KnowledgeStore store;
  private final Traffic traffic = new Traffic();
  private final SharedDoor shared;

  private Tenant(Secret secret, KnowledgeStore store, SharedDoor shared) {
    this.secret = secret;
    this.store = store;
    this.shared = shared;
  }

  /** What all tenants of a process have in common. */
  record Common(
      SharedDoor door, Lease lease, BodyReader bodies, InstantSource time, LongSupplier nanos) {}

  /** Opens the store and lets callers in. All or nothing. */
  static Tenant open(KmArguments arguments, Common common) throws StartFailure {
    Secret secret = DataFolder.secret(arguments);
    KnowledgeStore store = DataFolder.open(arguments, common.time());
    boolean opened = false;
    try {
      Tenant tenant = new Tenant(secret, store, common.door());
      RequestMetrics metrics = new RequestMetrics();
      common
          .door()
          .add(
              secret,
              new Door(
                  new Gatekeeper(secret),
                  common.lease(),
                  tenant.traffic,
                  metrics,
                  ProjectRoutes.of(
                      arguments,
                      store,
                      tenant.traffic,
                      metrics,
                      new Uptime(common.nanos()),
                      common.time()),
                  common.bodies(),
                  common.nanos()));
      opened = true;
      return tenant;
    } finally {
      if (!opened) {
        store.close();
      }
    }
  }

  void maintain() {
    store.maintain();
  }

  int inFlight() {
    return traffic.inFlight();
  }

  /**
   * Lets what is in flight finish for a bounded time, then lets go of the store and its lock. A
   * second caller waits for the first.
   */
  synchronized void close(long drainMillis) {
    try {
      if (!traffic.drain(drainMillis)) {
        Log.warning("Requests were still in flight after " + drainMillis + " ms; they are cut off");
      }
    } finally {
      shared.remove(secret);
      store.close();
    }
  }
}
