package io.berth.lifecycle.testing;

import io.berth.connector.api.AdoptionReport;
import io.berth.connector.api.AdoptionWish;
import io.berth.connector.api.ChannelUse;
import io.berth.connector.api.ConnectorSettings;
import io.berth.connector.api.DataKey;
import io.berth.connector.api.HostLimits;
import io.berth.connector.api.KmException;
import io.berth.connector.api.KmProcesses;
import io.berth.connector.api.PortLedger;
import io.berth.connector.api.PortUse;
import io.berth.connector.api.ProbeResult;
import io.berth.connector.api.Problem;
import io.berth.connector.api.ProcessSnapshot;
import io.berth.connector.api.ProcessState;
import io.berth.connector.api.ProjectId;
import io.berth.connector.api.RecodeOrder;
import io.berth.connector.api.StartOrder;
import io.berth.connector.api.StartOrders;
import io.berth.connector.api.StopReason;
import io.berth.connector.api.Traffic;
import io.berth.connector.api.Usage;
import io.berth.connector.api.WarmPoolUse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Predicate;

/** The adapter's commands on slots that are only a map; every start succeeds at once. */
public final class FakeProcesses implements KmProcesses {
  public final Map<ProjectId, ProcessSnapshot> slots = new ConcurrentHashMap<>();
  public final List<String> calls = new CopyOnWriteArrayList<>();
  public final List<StartOrder> orders = new CopyOnWriteArrayList<>();
  public final List<AdoptionWish> wishes = new CopyOnWriteArrayList<>();
  public volatile Function<ProjectId, Optional<ProbeResult>> probes =
      project -> Optional.of(new ProbeResult(true, Duration.ofMillis(1), ""));
  public volatile Function<StartOrder, Optional<String>> startFailures = order -> Optional.empty();
  public final List<String> recoded = new CopyOnWriteArrayList<>();
  public volatile Recodings recodings =
      order -> new RecodeOrder.Result(RecodeOrder.Outcome.RECODED, "");
  public volatile Map<ProjectId, Usage> usage = Map.of();
  public volatile Map<ProjectId, Traffic> traffic = Map.of();
  public volatile WarmPoolUse warmPool = WarmPoolUse.NONE;
  public volatile Optional<PortLedger> ledger = Optional.empty();
  public volatile Set<String> keptBuiltIn = Set.of();
  public volatile List<Integer> lastUsed = List.of();
  public volatile List<PortUse> ports = List.of();
  public volatile String host = "boot-1/net-1";
  public volatile Optional<ConnectorSettings> settings = Optional.empty();

  @Override
  public RecodeOrder.Result recode(RecodeOrder order) throws KmException {
    recoded.add(
        order.project()
            + " "
            + order.from().map(DataKey::hex).orElse("-")
            + " "
            + order.to().map(DataKey::hex).orElse("-"));
    return recodings.recode(order);
  }

  /** How changes of keys end. */
  @FunctionalInterface
  public interface Recodings {
    RecodeOrder.Result recode(RecodeOrder order) throws KmException;
  }

  @Override
  public void keepBuiltIn(Set<String> wanted) {
    keptBuiltIn = wanted;
  }

  @Override
  public WarmPoolUse warmPool() {
    return warmPool;
  }

  @Override
  public void configure(ConnectorSettings given) {
    settings = Optional.of(settings.orElse(given));
  }

  @Override
  public CompletionStage<ProcessSnapshot> ensure(ProjectId project, StartOrders made) {
    calls.add("ensure " + project);
    if (snapshot(project).state() == ProcessState.READY) {
      return CompletableFuture.completedFuture(snapshot(project));
    }
    try {
      StartOrder order = made.next(project);
      orders.add(order);
      refuse(order);
      slots.put(
          project,
          Snapshots.ready(project)
              .generation(order.generation())
              .version(order.runtime().version())
              .build());
      return CompletableFuture.completedFuture(snapshot(project));
    } catch (KmException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void refuse(StartOrder order) throws KmException {
    Optional<String> failure = startFailures.apply(order);
    if (failure.isPresent()) {
      slots.put(
          order.project(),
          Snapshots.of(ProcessState.BACKOFF, order.project())
              .generation(order.generation())
              .version(order.runtime().version())
              .build());
      throw new KmException(Problem.START_FAILED, failure.get());
    }
  }

  @Override
  public CompletionStage<ProcessSnapshot> stop(
      ProjectId project, StopReason reason, Predicate<ProcessSnapshot> onlyIf) {
    if (snapshot(project).state() == ProcessState.READY && onlyIf.test(snapshot(project))) {
      calls.add("stop " + project + " " + reason.label());
      slots.put(
          project,
          Snapshots.of(ProcessState.STOPPED, project)
              .generation(snapshot(project).generation())
              .build());
    }
    return CompletableFuture.completedFuture(snapshot(project));
  }

  @Override
  public CompletionStage<ProcessSnapshot> restart(
      ProjectId project, StopReason reason, StartOrders made) {
    stop(project, reason, snapshot -> true);
    return ensure(project, made);
  }

  @Override
  public CompletionStage<ProcessSnapshot> release(ProjectId project) {
    calls.add("release " + project);
    return CompletableFuture.completedFuture(snapshot(project));
  }

  @Override
  public void forget(ProjectId project) {
    calls.add("forget " + project);
    slots.remove(project);
  }

  @Override
  public ProcessSnapshot snapshot(ProjectId project) {
    return slots.getOrDefault(project, ProcessSnapshot.absent(project));
  }

  @Override
  public List<ProcessSnapshot> snapshots() {
    return List.copyOf(slots.values());
  }

  @Override
  public void touch(ProjectId project) {
    calls.add("touch " + project);
  }

  /** Adopts projects whose name starts with {@code alive}; the others are gone. */
  @Override
  public AdoptionReport adopt(Collection<AdoptionWish> wanted) {
    wishes.addAll(wanted);
    List<ProcessSnapshot> adopted = new ArrayList<>();
    Map<ProjectId, String> gone = new ConcurrentHashMap<>();
    for (AdoptionWish wish : wanted) {
      ProjectId project = wish.order().project();
      if (project.value().startsWith("alive")) {
        adopted.add(
            Snapshots.ready(project)
                .generation(wish.order().generation())
                .version(wish.order().runtime().version())
                .port(5055)
                .build());
        slots.put(project, adopted.get(adopted.size() - 1));
      } else {
        gone.put(project, "no such process");
      }
    }
    return new AdoptionReport(adopted, List.of(), gone);
  }

  @Override
  public Optional<ProbeResult> probe(ProjectId project) {
    calls.add("probe " + project);
    return probes.apply(project);
  }

  @Override
  public Map<ProjectId, Usage> usage() {
    return usage;
  }

  @Override
  public Map<ProjectId, Traffic> traffic() {
    return traffic;
  }

  @Override
  public void agreeOnPorts(PortLedger given, List<Integer> used) {
    ledger = Optional.of(given);
    lastUsed = used;
  }

  @Override
  public String host() {
    return host;
  }

  @Override
  public HostLimits hostLimits() {
    return new HostLimits("", false, false);
  }

  @Override
  public List<PortUse> ports() {
    return ports;
  }

  @Override
  public List<String> logTail(ProjectId project, int lines) {
    return List.of();
  }

  @Override
  public ChannelUse channels(ProjectId project) {
    return new ChannelUse(0, 0);
  }
}
