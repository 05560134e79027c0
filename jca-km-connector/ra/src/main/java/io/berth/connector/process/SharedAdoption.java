package io.berth.connector.process;

import io.berth.connector.adopt.Census;
import io.berth.connector.api.AdoptionWish;
import io.berth.connector.api.ProcessSnapshot;
import io.berth.connector.api.ProjectId;
import io.berth.connector.api.StartOrder;
import io.berth.connector.files.Secrets;
import io.berth.connector.host.HostProcess;
import io.berth.connector.host.HostStarter;
import io.berth.connector.host.Hosts;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Finds the shared processes of an earlier life of this node, puts what is wanted of their projects
 * into its slots, closes the rest, and ends those in which nothing is left. Blocks its caller.
 */
final class SharedAdoption {
  private static final Logger LOG = System.getLogger(SharedAdoption.class.getName());
  private static final long PATIENCE_SECONDS = 10;

  private final Census census;
  private final HostStarter starter;
  private final Hosts hosts;
  private final SharedLaunch shared;
  private final InstantSource clock;
  private final Function<ProjectId, ProcessSlot> slots;

  SharedAdoption(
      Census census,
      HostStarter starter,
      Hosts hosts,
      SharedLaunch shared,
      InstantSource clock,
      Function<ProjectId, ProcessSlot> slots) {
    this.census = census;
    this.starter = starter;
    this.hosts = hosts;
    this.shared = shared;
    this.clock = clock;
    this.slots = slots;
  }

  /** What is in its slots now. */
  List<ProcessSnapshot> run(Collection<AdoptionWish> wishes) {
    Map<String, StartOrder> wanted =
        wishes.stream()
            .map(AdoptionWish::order)
            .map(SlotStart::atAbsoluteFolder)
            .collect(Collectors.toMap(SharedLaunch::name, UnaryOperator.identity(), (a, b) -> a));
    List<ProcessSnapshot> adopted = new ArrayList<>();
    for (Census.Host found : census.hosts()) {
      try {
        adopted.addAll(adopt(starter.found(found.marker(), found.leader()), wanted));
      } catch (IOException e) {
        LOG.log(Level.ERROR, "shared process " + found + " cannot be looked at", e);
      }
    }
    hosts.endEmpty();
    return adopted;
  }

  private List<ProcessSnapshot> adopt(HostProcess host, Map<String, StartOrder> wanted) {
    List<ProcessSnapshot> adopted = new ArrayList<>();
    try {
      HostProcess.Contents contents = host.contents();
      hosts.adopt(host, contents.open());
      for (String name : contents.open()) {
        StartOrder order = wanted.get(name);
        if (order == null) {
          int hash = name.indexOf('#');
          host.close(
              name.substring(0, hash),
              Long.parseLong(name.substring(hash + 1)),
              Duration.ofSeconds(PATIENCE_SECONDS * 2));
          hosts.leave(host, name);
        } else {
          adopt(host, order, contents.port(), adopted);
        }
      }
    } catch (IOException e) {
      hosts.end(host, "it says nothing of use after a restart: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return adopted;
  }

  private void adopt(HostProcess host, StartOrder order, int port, List<ProcessSnapshot> adopted) {
    try {
      String secret =
          Secrets.read(order.dataFolder(), order.generation())
              .orElseThrow(() -> new IOException("its secret is gone"));
      LiveProcess process = shared.proved(host, order, port, secret, clock.instant());
      CompletableFuture<ProcessSnapshot> caller = new CompletableFuture<>();
      ProcessSlot slot = slots.apply(order.project());
      slot.post(() -> slot.adopt(process, caller));
      adopted.add(caller.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join());
    } catch (IOException | CompletionException e) {
      LOG.log(
          Level.WARNING,
          SharedLaunch.name(order) + " was open in " + host + " and is closed: " + e.getMessage());
      shared.close(host, order, order.stopTimeout());
    }
  }
}
