package io.berth.connector.files;

import io.berth.connector.api.ProjectId;
import io.berth.connector.proc.ProcessIdentity;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is on disk about a project's process, in {@code DIR/run/<project>.json}: written before the
 * fork with pid 0 (the intent), again with the identity right after it, and removed when the death
 * of the whole group was verified.
 *
 * @param pid also the number of its process group and session; 0 before the fork
 * @param bootId and startTicks: with the pid, its identity
 */
public record ProcessRecord(
    ProjectId project,
    long generation,
    String runtime,
    int port,
    long pid,
    long startTicks,
    String bootId,
    Instant writtenAt) {

  /** The identity of the process; meaningless while the pid is 0. */
  public ProcessIdentity identity() {
    return new ProcessIdentity(bootId, pid, startTicks);
  }

  /** The same start, now with its process. */
  public ProcessRecord forked(ProcessIdentity identity) {
    return new ProcessRecord(
        project,
        generation,
        runtime,
        port,
        identity.pid(),
        identity.startTicks(),
        identity.bootId(),
        writtenAt);
  }

  String toJson() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("project", project);
    members.put("generation", generation);
    members.put("runtime", runtime);
    members.put("port", port);
    members.put("pid", pid);
    members.put("startTicks", startTicks);
    members.put("bootId", bootId);
    members.put("writtenAt", writtenAt);
    return FlatJson.write(members);
  }

  /** Reads one; empty if anything in it is missing or wrong. */
  static Optional<ProcessRecord> fromJson(String text) {
    Map<String, String> members = FlatJson.read(text);
    try {
      return Optional.of(
          new ProcessRecord(
              new ProjectId(members.get("project")),
              Long.parseLong(members.get("generation")),
              members.get("runtime"),
              Integer.parseInt(members.get("port")),
              Long.parseLong(members.get("pid")),
              Long.parseLong(members.get("startTicks")),
              members.get("bootId"),
              Instant.parse(members.get("writtenAt"))));
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }
}
