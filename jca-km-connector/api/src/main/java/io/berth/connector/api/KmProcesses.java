package io.berth.connector.api;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * The commands to the adapter about processes. Thread-safe; nothing here blocks longer than a file
 * read unless it says so. Stages complete on adapter threads: continue with {@code async} methods
 * for anything that may block.
 */
public interface KmProcesses {

  /** Hands over the settings; the first call wins, an equal later one is ignored. */
  void configure(ConnectorSettings settings);

  /**
   * A READY process for the project: at once if there is one, else by the slot's single start,
   * which all callers share. Completes exceptionally with {@link KmException}: QUARANTINED,
   * NO_PORT, START_FAILED, OVERLOADED (waiting room full). It has no deadline of its own beyond the
   * start timeout; a caller that gives up just stops listening.
   */
  CompletionStage<ProcessSnapshot> ensure(ProjectId project, StartOrders orders);

  /**
   * Drains and ends the process. Completes when its death is verified; at once if there is none.
   * With {@code onlyIf}, which is asked under the slot's order with the latest snapshot, a policy
   * can make sure that nothing happened since it decided.
   */
  CompletionStage<ProcessSnapshot> stop(
      ProjectId project, StopReason reason, java.util.function.Predicate<ProcessSnapshot> onlyIf);

  /** Ends the process for this reason whatever it does, then starts the next generation. */
  CompletionStage<ProcessSnapshot> restart(
      ProjectId project, StopReason reason, StartOrders orders);

  /** Lets a project out of quarantine; nothing happens in any other state. */
  CompletionStage<ProcessSnapshot> release(ProjectId project);

  /** Forgets a stopped project altogether. */
  void forget(ProjectId project);

  /** The slot now; {@link ProcessSnapshot#absent} if there never was one. Never blocks. */
  ProcessSnapshot snapshot(ProjectId project);

  /** All slots now. Never blocks. */
  List<ProcessSnapshot> snapshots();

  /** Counts as activity of the project: a busy lease, a byte of a stream. Never blocks. */
  void touch(ProjectId project);

  /**
   * Finds what runs on this machine from before, adopts what is wanted, ends what is ours and
   * unwanted, touches nothing else. Blocks; called once, before the first {@link #ensure}.
   */
  AdoptionReport adopt(Collection<AdoptionWish> wishes);

  /**
   * Asks one READY process for its health, and renews its lease. Blocks at most for the health
   * timeout. Does not count as activity. Empty if there is no READY process.
   */
  java.util.Optional<ProbeResult> probe(ProjectId project);

  /**
   * What the live processes take. Reads {@code /proc}: milliseconds for a few hundred. Resident
   * memory and processor time are those of the last second; the proportional share, which is dear
   * to read, may be a minute old.
   */
  Map<ProjectId, Usage> usage();

  /** What the live processes answered, each since its generation began. Never blocks. */
  Map<ProjectId, Traffic> traffic();

  /** What is kept warm, and what it takes. Reads {@code /proc}. */
  WarmPoolUse warmPool();

  /**
   * Lets the nodes of this host agree on ports from now on; another call replaces the ledger.
   *
   * @param lastUsed ports that were used before this start, in the order they were given back
   */
  void agreeOnPorts(PortLedger ledger, List<Integer> lastUsed);

  /** This boot of the kernel and our network namespace: within it a port is one port. */
  String host();

  /** What this host lets us enforce on foreign programs. */
  HostLimits hostLimits();

  /** The ports, range by range. */
  List<PortUse> ports();

  /** The last lines that the project's process wrote, oldest first. Reads a file. */
  List<String> logTail(ProjectId project, int lines);

  /**
   * The built-in KMs that this node can start, by the hash of their content: first the one that the
   * adapter carries, then older ones that are installed still. Reads the adapter's own jars once.
   */
  default List<String> builtInContents() {
    return List.of();
  }

  /**
   * Says which older built-in KMs may still be asked for, by the hash of their content. Others that
   * no process runs are removed from disk, in the background.
   */
  default void keepBuiltIn(Set<String> wanted) {
    // why: nothing is installed where nothing can be started
  }

  /**
   * Gives the database of a stopped project another key. Blocks as long as copying it takes. Doing
   * it again after any interruption finishes it.
   *
   * @throws KmException when the work was broken off, and the outcome is not known either
   */
  default RecodeOrder.Result recode(RecodeOrder order) throws KmException {
    throw new KmException(
        Problem.UNAVAILABLE, "no built-in KM is there to recode " + order.project());
  }

  /** Pooled channels of the project's current generation: leased, then idle. */
  ChannelUse channels(ProjectId project);
}
