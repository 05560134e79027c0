package io.berth.km;

import io.berth.km.access.Gatekeeper;
import io.berth.km.access.Secret;
import io.berth.km.http.BodyReader;
import io.berth.km.http.Door;
import io.berth.km.http.HttpListener;
import io.berth.km.http.Route;
import io.berth.km.http.Traffic;
import io.berth.km.lease.Lease;
import io.berth.km.metrics.RequestMetrics;
import io.berth.km.metrics.Uptime;
import io.berth.km.store.KnowledgeStore;
import java.io.IOException;
import java.net.BindException;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * A running Knowledge Manager: the port, the open store, the lease. Made and awaited by the main
 * thread; stopped by it or by the signal hook, whichever comes first, exactly once.
 */
public final class Serving {
  private static final long DRAIN_MILLIS = 8_000;
  private static final long MAINTENANCE_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final HttpListener listener;
  private final KnowledgeStore store;
  private final Traffic traffic = new Traffic();
  private final Lease lease;
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final CountDownLatch stopped = new CountDownLatch(1);

  private Serving(HttpListener listener, KnowledgeStore store, Lease lease) {
    this.listener = listener;
    this.store = store;
    this.lease = lease;
  }

  /** Takes the port, opens the store and begins to answer. All or nothing. */
  static Serving start(KmArguments arguments, InstantSource time, LongSupplier nanos)
      throws StartFailure {
    Uptime uptime = new Uptime(nanos);
    Secret secret = DataFolder.secret(arguments);
    HttpListener listener = bind(arguments);
    KnowledgeStore store = open(arguments, time, listener);
    Serving serving = new Serving(listener, store, new Lease(arguments.orphanTimeout(), nanos));
    serving.serve(arguments, secret, uptime, time, nanos);
    return serving;
  }

  private static HttpListener bind(KmArguments arguments) throws StartFailure {
    try {
      return HttpListener.bind(arguments.port());
    } catch (BindException e) {
      throw new StartFailure(
          ExitCode.PORT_TAKEN,
          "Port "
              + arguments.port()
              + " on 127.0.0.1 cannot be taken ("
              + e.getMessage()
              + "); see who listens there: ss -ltnp");
    } catch (IOException e) {
      throw new StartFailure(
          ExitCode.FAILED, "Port " + arguments.port() + " cannot be opened: " + e);
    }
  }

  private static KnowledgeStore open(
      KmArguments arguments, InstantSource time, HttpListener listener) throws StartFailure {
    try {
      return DataFolder.open(arguments, time);
    } catch (StartFailure e) {
      listener.close();
      throw e;
    }
  }

  private void serve(
      KmArguments arguments, Secret secret, Uptime uptime, InstantSource time, LongSupplier nanos) {
    RequestMetrics metrics = new RequestMetrics();
    Map<String, Route> routes = ProjectRoutes.of(arguments, store, traffic, metrics, uptime, time);
    listener.serve(
        new Door(
            new Gatekeeper(secret), lease, traffic, metrics, routes, new BodyReader(nanos), nanos));
  }

  int port() {
    return listener.port();
  }

  /** Keeps house until the lease is over or somebody else stops the process. */
  void await() throws InterruptedException {
    while (!stopping.get()) {
      long left = lease.remainingNanos();
      if (left <= 0 && traffic.inFlight() == 0) {
        Log.info("Nobody with the secret called within the orphan timeout; stopping");
        return;
      }
      // why: at least a while, for a request that outlasts the lease holds the process without
      // renewing it
      long pause = Math.max(TimeUnit.MILLISECONDS.toNanos(50), Math.min(left, MAINTENANCE_NANOS));
      if (stopped.await(pause, TimeUnit.NANOSECONDS)) {
        return;
      }
      store.maintain();
    }
  }

  /**
   * Lets the requests in flight finish for a bounded time, then lets go of the port and the store.
   * Idempotent; a second caller waits for the first.
   */
  void stop() {
    if (!stopping.compareAndSet(false, true)) {
      awaitStopped();
      return;
    }
    try {
      if (!listener.close(traffic, DRAIN_MILLIS)) {
        Log.warning(
            "Requests were still in flight after " + DRAIN_MILLIS + " ms; they are cut off");
      }
    } finally {
      store.close();
      stopped.countDown();
    }
  }

  private void awaitStopped() {
    try {
      stopped.await(DRAIN_MILLIS + 5_000, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
