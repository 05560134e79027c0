package io.berth.connector.process;

import io.berth.connector.api.AdoptionReport;
import io.berth.connector.api.AdoptionWish;
import io.berth.connector.api.ChannelUse;
import io.berth.connector.api.ConnectorSettings;
import io.berth.connector.api.HostLimits;
import io.berth.connector.api.KmException;
import io.berth.connector.api.KmProcesses;
import io.berth.connector.api.PortLedger;
import io.berth.connector.api.PortUse;
import io.berth.connector.api.ProbeResult;
import io.berth.connector.api.Problem;
import io.berth.connector.api.ProcessEventListener;
import io.berth.connector.api.ProcessSnapshot;
import io.berth.connector.api.ProjectId;
import io.berth.connector.api.RecodeOrder;
import io.berth.connector.api.StartOrders;
import io.berth.connector.api.StopReason;
import io.berth.connector.api.Traffic;
import io.berth.connector.api.Usage;
import io.berth.connector.api.WarmPoolUse;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * All process slots of this node: the adapter's side of {@link KmProcesses}. Made by the resource
 * adapter when it starts and closed when it stops; closing detaches and leaves the KMs running. It
 * has no threads and touches nothing before {@link #configure}.
 */
public final class ProcessSupervisor implements KmProcesses, AutoCloseable {
  private static final Logger LOG = System.getLogger(ProcessSupervisor.class.getName());

  private final GenerationListener generations;
  private final Function<ProjectId, ChannelUse> channels;
  private final ProcessEventListener sink;
  private volatile Node node;
  private volatile boolean closed;

  /**
   * @param generations hears when a generation may be spoken to
   * @param channels how many channels a project has now; asked by {@link #channels}
   * @param sink takes the process events, in order, on the one event thread; what it throws makes
   *     the event come again (also the way to say that nobody listens yet)
   */
  public ProcessSupervisor(
      GenerationListener generations,
      Function<ProjectId, ChannelUse> channels,
      ProcessEventListener sink) {
    this.generations = generations;
    this.channels = channels;
    this.sink = sink;
  }

  /**
   * Admits one exchange with the READY process. The exchange is waited for by a drain that begins
   * later; lock-free, made for the hot path.
   *
   * @throws KmException STARTING, DRAINING or QUARANTINED when no process takes exchanges now: the
   *     caller goes back to {@link #ensure}
   */
  public ExchangeTicket begin(ProjectId project) throws KmException {
    Published now = published(project);
    // why: the gate may close between these two looks; then it is closed for good, and tryBegin
    // says so
    if (now.ready() && now.activity().tryBegin()) {
      return new ExchangeTicket(now.live().orElseThrow().target(), now.activity());
    }
    throw Refusals.notServing(published(project).facts(), InstantSource.system().instant());
  }

  /**
   * A channel could not be opened, or broke: the process of that generation may be dead. Looks at
   * once instead of at the next round; never blocks.
   */
  public void suspect(ProjectId project, long generation) {
    Node current = node;
    if (current != null) {
      current.suspect(project, generation);
    }
  }

  @Override
  public synchronized void configure(ConnectorSettings settings) {
    if (closed) {
      throw new IllegalStateException("the adapter has stopped");
    }
    if (node == null) {
      node = new Node(settings, generations, sink);
    } else if (!node.settings().equals(settings)) {
      LOG.log(Level.WARNING, "other settings for the adapter are ignored until it restarts");
    }
  }

  /** What it was configured with; empty before that. */
  public Optional<ConnectorSettings> settings() {
    return Optional.ofNullable(node).map(Node::settings);
  }

  @Override
  public CompletionStage<ProcessSnapshot> ensure(ProjectId project, StartOrders orders) {
    Node current = node;
    if (current != null) {
      Optional<Published> ready =
          current.existing(project).map(ProcessSlot::published).filter(Published::ready);
      if (ready.isPresent()) {
        return CompletableFuture.completedFuture(ready.get().snapshot(InstantSource.system()));
      }
    }
    return ordered(project, (slot, caller) -> slot.demand(orders, caller));
  }

  @Override
  public CompletionStage<ProcessSnapshot> stop(
      ProjectId project, StopReason reason, Predicate<ProcessSnapshot> onlyIf) {
    return orderedIfThere(project, (slot, caller) -> slot.stop(reason, onlyIf, caller));
  }

  @Override
  public CompletionStage<ProcessSnapshot> restart(
      ProjectId project, StopReason reason, StartOrders orders) {
    return ordered(project, (slot, caller) -> slot.restart(reason, orders, caller));
  }

  @Override
  public CompletionStage<ProcessSnapshot> release(ProjectId project) {
    return orderedIfThere(project, ProcessSlot::release);
  }

  @Override
  public void forget(ProjectId project) {
    Node current = node;
    if (current != null) {
      current.forget(project);
    }
  }

  @Override
  public ProcessSnapshot snapshot(ProjectId project) {
    return existing(project)
        .map(ProcessSlot::snapshot)
        .orElseGet(() -> ProcessSnapshot.absent(project));
  }

  @Override
  public List<ProcessSnapshot> snapshots() {
    Node current = node;
    return current == null ? List.of() : current.all().stream().map(ProcessSlot::snapshot).toList();
  }

  @Override
  public void touch(ProjectId project) {
    existing(project).ifPresent(slot -> slot.published().activity().touch());
  }

  @Override
  public AdoptionReport adopt(Collection<AdoptionWish> wishes) {
    return configured().adopt(wishes);
  }

  @Override
  public Optional<ProbeResult> probe(ProjectId project) {
    Node current = node;
    return current == null ? Optional.empty() : current.probe(project);
  }

  @Override
  public Map<ProjectId, Usage> usage() {
    Node current = node;
    return current == null ? Map.of() : current.usage();
  }

  @Override
  public Map<ProjectId, Traffic> traffic() {
    Node current = node;
    return current == null ? Map.of() : current.traffic();
  }

  @Override
  public WarmPoolUse warmPool() {
    Node current = node;
    return current == null ? WarmPoolUse.NONE : current.warmPoolUse();
  }

  @Override
  public void agreeOnPorts(PortLedger ledger, List<Integer> lastUsed) {
    configured().agreeOnPorts(ledger, lastUsed);
  }

  @Override
  public String host() {
    return configured().host();
  }

  @Override
  public HostLimits hostLimits() {
    return configured().hostLimits();
  }

  @Override
  public List<PortUse> ports() {
    Node current = node;
    return current == null ? List.of() : current.ports();
  }

  @Override
  public List<String> logTail(ProjectId project, int lines) {
    return configured().logTail(project, lines);
  }

  @Override
  public List<String> builtInContents() {
    return configured().builtInContents();
  }

  @Override
  public RecodeOrder.Result recode(RecodeOrder order) throws KmException {
    return configured().recode(order);
  }

  @Override
  public void keepBuiltIn(Set<String> wanted) {
    configured().keepBuiltIn(wanted);
  }

  @Override
  public ChannelUse channels(ProjectId project) {
    return channels.apply(project);
  }

  /** Detaches: every KM stays running, every thread ends. Calling it again changes nothing. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      if (node != null) {
        node.close();
      }
    }
  }

  private CompletionStage<ProcessSnapshot> orderedIfThere(
      ProjectId project, BiConsumer<ProcessSlot, CompletableFuture<ProcessSnapshot>> command) {
    return existing(project).isPresent()
        ? ordered(project, command)
        : CompletableFuture.completedFuture(ProcessSnapshot.absent(project));
  }

  /** Runs a command in the order of the project's slot. */
  private CompletableFuture<ProcessSnapshot> ordered(
      ProjectId project, BiConsumer<ProcessSlot, CompletableFuture<ProcessSnapshot>> command) {
    CompletableFuture<ProcessSnapshot> caller = new CompletableFuture<>();
    Node current = node;
    if (current == null) {
      caller.completeExceptionally(
          new KmException(
              Problem.UNAVAILABLE,
              "the adapter has no settings yet; " + project + " must wait for the node's start"));
      return caller;
    }
    if (closed) {
      caller.completeExceptionally(Refusals.detached(project));
      return caller;
    }
    post(current, project, command, caller);
    return caller;
  }

  private static void post(
      Node node,
      ProjectId project,
      BiConsumer<ProcessSlot, CompletableFuture<ProcessSnapshot>> command,
      CompletableFuture<ProcessSnapshot> caller) {
    ProcessSlot slot = node.slot(project);
    slot.post(
        () -> {
          try {
            if (slot.detached()) {
              caller.completeExceptionally(Refusals.detached(project));
            } else if (slot.retired()) {
              post(node, project, command, caller);
            } else {
              command.accept(slot, caller);
            }
          } catch (RuntimeException | Error e) {
            caller.completeExceptionally(e);
            throw e;
          }
        });
  }

  private Published published(ProjectId project) throws KmException {
    return existing(project)
        .map(ProcessSlot::published)
        .orElseThrow(
            () ->
                Refusals.notServing(SlotFacts.initial(project), InstantSource.system().instant()));
  }

  private Optional<ProcessSlot> existing(ProjectId project) {
    Node current = node;
    return current == null ? Optional.empty() : current.existing(project);
  }

  private Node configured() {
    Node current = node;
    if (current == null) {
      throw new IllegalStateException("the adapter has no settings yet");
    }
    return current;
  }
}
