package io.berth.lifecycle.boot;

import io.berth.connector.api.ConnectorSettings;
import io.berth.connector.api.KmException;
import io.berth.connector.api.KmProcesses;
import io.berth.connector.api.PortPlan;
import io.berth.lifecycle.event.NewEvent;
import io.berth.lifecycle.event.StoredEvents;
import io.berth.lifecycle.settings.BerthSettings;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Brings a node up: database, tables, identity, adapter, adoption, jobs. One attempt at a time;
 * each step may be repeated, so a failed attempt leaves nothing half done and the next one goes on.
 * Called by the start-up bean and, until it succeeds, by its timer.
 */
public final class Boot {
  private static final Logger LOG = System.getLogger(Boot.class.getName());

  private final LifecycleNode node;
  private final Duration databasePatience;
  private volatile boolean done;
  private volatile boolean adopted;
  private volatile String failure = "the node is still starting";

  public Boot(LifecycleNode node, Duration databasePatience) {
    this.node = node;
    this.databasePatience = databasePatience;
  }

  /** Tries to bring it up; says whether it is up. */
  public synchronized boolean attempt() {
    if (done) {
      return true;
    }
    try {
      steps();
      done = true;
      failure = "";
      LOG.log(Level.INFO, "Berth node {0} is started", node.settings().node());
    } catch (KmException | RuntimeException e) {
      failure = e.getMessage() == null ? e.toString() : e.getMessage();
      LOG.log(Level.ERROR, "Berth cannot start yet and will try again: " + failure);
      LOG.log(Level.DEBUG, "why Berth cannot start yet", e);
    }
    return done;
  }

  private void steps() throws KmException {
    node.database().open(databasePatience);
    String installation = installation();
    KmProcesses processes = node.connector().processes();
    processes.configure(connectorSettings(installation));
    processes.agreeOnPorts(node.ports(), node.ports().lastUsed());
    List<String> contents = processes.builtInContents();
    if (!contents.isEmpty()) {
      node.runtimes().registerBuiltIn(contents.get(0), !node.settings().rollout().ofBuiltIn());
    }
    if (!adopted) {
      // why: the adapter allows it once, before the first start
      node.processes().adoption().adopt();
      adopted = true;
      node.ports().confirm();
      node.meter().watch(processes);
      // why after the adoption: what runs is known then, and is spared whatever its version
      processes.keepBuiltIn(node.runtimes().wantedBuiltIn());
    }
    node.processes().leases().restore();
    node.removal().finishInterrupted();
    node.finishKeyChanges();
    node.jobs().start();
    node.waiting().listener().start();
    NewEvent started =
        new NewEvent(
                "node.started", Optional.empty(), 0, StoredEvents.BERTH, node.settings().node())
            .with(Map.of("limits", processes.hostLimits().display()));
    node.database()
        .transact(t -> node.events().append(t, started))
        .ifPresent(written -> node.events().committed(written.id()));
  }

  private String installation() throws KmException {
    String stored =
        node.database()
            .transact(
                t ->
                    t.createQuery("SELECT CAST(id AS text) FROM installation")
                        .mapTo(String.class)
                        .one());
    return node.settings().installation().orElse(stored);
  }

  private ConnectorSettings connectorSettings(String installation) {
    BerthSettings settings = node.settings();
    return new ConnectorSettings(
        installation,
        settings.node(),
        settings.data(),
        new PortPlan(settings.ports().ranges(), settings.ports().strategy()),
        settings.start().concurrency(),
        settings.start().waiting(),
        settings.channels().max(),
        settings.channels().idle(),
        settings.health().timeout(),
        settings.orphanTimeout(),
        settings.kmJava(),
        settings.warmPool(),
        settings.shared().projects(),
        settings.encryption());
  }

  /** Whether it is up. */
  public boolean done() {
    return done;
  }

  /** Why it is not up; empty when it is. */
  public String failure() {
    return failure;
  }
}
