package io.berth.connector.process;

import io.berth.connector.api.AdoptionReport;
import io.berth.connector.api.AdoptionWish;
import io.berth.connector.api.ChannelUse;
import io.berth.connector.api.ConnectorSettings;
import io.berth.connector.api.KmException;
import io.berth.connector.api.KmProcesses;
import io.berth.connector.api.PortUse;
import io.berth.connector.api.ProbeResult;
import io.berth.connector.api.ProcessEventListener;
import io.berth.connector.api.ProcessSnapshot;
import io.berth.connector.api.ProjectId;
import io.berth.connector.api.StartOrders;
import io.berth.connector.api.StopReason;
import io.berth.connector.api.Usage;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * All process slots of this node: the adapter's side of {@link KmProcesses}. Made by the resource
 * adapter when it starts and closed when it stops; closing detaches and leaves the KMs running. It
 * has no threads and touches nothing before {@link #configure}.
 */
public final class ProcessSupervisor implements KmProcesses, AutoCloseable {
  private final Function<ProjectId, ChannelUse> channels;

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
    this.channels = channels;
  }

  /**
   * Admits one exchange with the READY process. The exchange is waited for by a drain that begins
   * later; lock-free, made for the hot path.
   *
   * @throws KmException STARTING, DRAINING or QUARANTINED when no process takes exchanges now: the
   *     caller goes back to {@link #ensure}
   */
  public ExchangeTicket begin(ProjectId project) throws KmException {
    throw new UnsupportedOperationException("not yet");
  }

  /**
   * A channel could not be opened, or broke: the process of that generation may be dead. Looks at
   * once instead of at the next round; never blocks.
   */
  public void suspect(ProjectId project, long generation) {
    throw new UnsupportedOperationException("not yet");
  }

  @Override
  public void configure(ConnectorSettings settings) {
    throw new UnsupportedOperationException("not yet");
  }

  @Override
  public CompletionStage<ProcessSnapshot> ensure(ProjectId project, StartOrders orders) {
    throw new UnsupportedOperationException("not yet");
  }

  @Override
  public CompletionStage<ProcessSnapshot> stop(
      ProjectId project, StopReason reason, Predicate<ProcessSnapshot> onlyIf) {
    throw new UnsupportedOperationException("not yet");
  }

  @Override
  public CompletionStage<ProcessSnapshot> restart(
      ProjectId project, StopReason reason, StartOrders orders) {
    throw new UnsupportedOperationException("not yet");
  }

  @Override
  public CompletionStage<ProcessSnapshot> release(ProjectId project) {
    throw new UnsupportedOperationException("not yet");
  }

  @Override
  public void forget(ProjectId project) {
    throw new UnsupportedOperationException("not yet");
  }

  @Override
  public ProcessSnapshot snapshot(ProjectId project) {
    throw new UnsupportedOperationException("not yet");
  }

  @Override
  public List<ProcessSnapshot> snapshots() {
    throw new UnsupportedOperationException("not yet");
  }

  @Override
  public void touch(ProjectId project) {
    throw new UnsupportedOperationException("not yet");
  }

  @Override
  public AdoptionReport adopt(Collection<AdoptionWish> wishes) {
    throw new UnsupportedOperationException("not yet");
  }

  @Override
  public Optional<ProbeResult> probe(ProjectId project) {
    throw new UnsupportedOperationException("not yet");
  }

  @Override
  public Map<ProjectId, Usage> usage() {
    throw new UnsupportedOperationException("not yet");
  }

  @Override
  public List<PortUse> ports() {
    throw new UnsupportedOperationException("not yet");
  }

  @Override
  public List<String> logTail(ProjectId project, int lines) {
    throw new UnsupportedOperationException("not yet");
  }

  @Override
  public ChannelUse channels(ProjectId project) {
    return channels.apply(project);
  }

  /** Detaches: every KM stays running, every thread ends. Calling it again changes nothing. */
  @Override
  public void close() {}
}
