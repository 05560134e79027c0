package io.berth.connector.process;

import io.berth.connector.api.ProjectId;
import io.berth.connector.api.Usage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Says what each project takes when some of them share a process: an even share of it, so that the
 * sum over all projects is true. Pure.
 */
final class SharedUsage {
  private final Map<Long, List<ProjectId>> byLeader = new HashMap<>();

  SharedUsage(Collection<LiveProcess> live) {
    for (LiveProcess process : live) {
      byLeader
          .computeIfAbsent(process.pid(), pid -> new ArrayList<>())
          .add(process.order().project());
    }
    // why: the first one stands for all, and should be the same as long as they are
    byLeader.values().forEach(all -> all.sort(Comparator.comparing(ProjectId::value)));
  }

  /** One project for each process. */
  Map<Long, ProjectId> leaders() {
    Map<Long, ProjectId> leaders = new HashMap<>();
    byLeader.forEach((pid, projects) -> leaders.put(pid, projects.get(0)));
    return leaders;
  }

  /** What was read for one of each process, spread over all of it. */
  Map<ProjectId, Usage> spread(Map<ProjectId, Usage> read) {
    Map<ProjectId, Usage> all = new HashMap<>();
    for (List<ProjectId> projects : byLeader.values()) {
      Usage whole = read.get(projects.get(0));
      if (whole != null) {
        int count = projects.size();
        Usage part =
            new Usage(
                whole.rssBytes() / count, whole.pssBytes() / count, whole.cpuMillis() / count);
        projects.forEach(project -> all.put(project, part));
      }
    }
    return all;
  }
}
