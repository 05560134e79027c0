package io.berth.connector.adopt;

import io.berth.connector.api.ProjectId;
import io.berth.connector.files.ProcessRecord;
import io.berth.connector.proc.HostMarker;
import io.berth.connector.proc.Marker;
import io.berth.connector.proc.ProcFs;
import io.berth.connector.proc.ProcStat;
import io.berth.connector.proc.ProcessIdentity;
import io.berth.connector.proc.WarmMarker;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Finds the processes of this installation and node by the marker in their environment, same user
 * only. A record alone proves nothing: its pid may be used by somebody else by now, so a record is
 * only ever attached to a process that carries the marker.
 */
public final class Census {
  private final ProcFs proc;
  private final String installation;
  private final String node;

  public Census(ProcFs proc, String installation, String node) {
    this.proc = proc;
    this.installation = installation;
    this.node = node;
  }

  /** Everything of ours that runs, one entry for each generation that still has a process. */
  public List<Found> take(Map<ProjectId, ProcessRecord> records) {
    String bootId = proc.bootId();
    Map<String, List<Marked>> byGeneration = new TreeMap<>();
    for (ProcStat stat : proc.running()) {
      marker(stat)
          .ifPresent(
              marker ->
                  byGeneration
                      .computeIfAbsent(
                          marker.project() + "#" + marker.generation(), key -> new ArrayList<>())
                      .add(new Marked(stat, marker)));
    }
    return byGeneration.values().stream().map(members -> found(members, bootId, records)).toList();
  }

  /** A warm process of an earlier life of this node, which no project has. */
  public record Warm(WarmMarker marker, ProcessIdentity leader) {}

  /** Those that run now. They start nothing, so each of them stands for itself. */
  public List<Warm> unassigned() {
    String bootId = proc.bootId();
    List<Warm> found = new ArrayList<>();
    for (ProcStat stat : proc.running()) {
      if (proc.sameUser(stat.pid())) {
        WarmMarker.of(proc.environment(stat.pid()))
            .filter(m -> m.installation().equals(installation) && m.node().equals(node))
            // why read again: it may be assigned between two looks, but never back
            .filter(m -> WarmMarker.unassigned(proc.environment(stat.pid())))
            .ifPresent(
                m ->
                    found.add(
                        new Warm(m, new ProcessIdentity(bootId, stat.pid(), stat.startTicks()))));
      }
    }
    return found;
  }

  /** A process of an earlier life of this node that several projects share. */
  public record Host(HostMarker marker, ProcessIdentity leader) {}

  /** Those that run now. They start nothing, so each of them stands for itself. */
  public List<Host> hosts() {
    String bootId = proc.bootId();
    List<Host> found = new ArrayList<>();
    for (ProcStat stat : proc.running()) {
      if (proc.sameUser(stat.pid())) {
        HostMarker.of(proc.environment(stat.pid()))
            .filter(m -> m.installation().equals(installation) && m.node().equals(node))
            .ifPresent(
                m ->
                    found.add(
                        new Host(m, new ProcessIdentity(bootId, stat.pid(), stat.startTicks()))));
      }
    }
    return found;
  }

  private record Marked(ProcStat stat, Marker marker) {
    boolean leads() {
      return stat.session() == stat.pid();
    }
  }

  private Found found(List<Marked> members, String bootId, Map<ProjectId, ProcessRecord> records) {
    Marked leader =
        members.stream()
            .min(
                Comparator.comparing((Marked m) -> !m.leads())
                    .thenComparing(m -> m.stat().startTicks())
                    .thenComparing(m -> m.stat().pid()))
            .orElseThrow();
    ProcessIdentity identity =
        new ProcessIdentity(bootId, leader.stat().pid(), leader.stat().startTicks());
    Optional<ProcessRecord> record =
        Optional.ofNullable(records.get(leader.marker().project()))
            .filter(r -> r.generation() == leader.marker().generation())
            .filter(r -> r.identity().equals(identity));
    return new Found(leader.marker(), identity, leader.leads(), record);
  }

  private Optional<Marker> marker(ProcStat stat) {
    return Optional.of(stat.pid())
        .filter(proc::sameUser)
        .flatMap(pid -> Marker.of(proc.environment(pid)))
        .filter(m -> m.installation().equals(installation) && m.node().equals(node));
  }
}
