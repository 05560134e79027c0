package io.berth.connector.process;

import io.berth.connector.api.ProjectId;
import io.berth.connector.api.Usage;
import io.berth.connector.proc.Memory;
import io.berth.connector.proc.ProcFs;
import io.berth.connector.proc.ProcStat;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What each project's process takes, its whole group counted, from one walk through /proc. */
final class UsageReader {
  private static final long MILLIS_PER_TICK = 1000 / ProcFs.TICKS_PER_SECOND;

  private final ProcFs proc;

  UsageReader(ProcFs proc) {
    this.proc = proc;
  }

  Map<ProjectId, Usage> read(Map<Long, ProjectId> leaders) {
    Map<ProjectId, Usage> all = new HashMap<>();
    if (leaders.isEmpty()) {
      return all;
    }
    for (ProcStat stat : proc.running()) {
      for (long key : List.of(stat.session(), stat.group())) {
        ProjectId project = leaders.get(key);
        if (project != null) {
          all.merge(project, usage(stat), UsageReader::sum);
          break;
        }
      }
    }
    return all;
  }

  private Usage usage(ProcStat stat) {
    Memory memory = proc.memory(stat.pid());
    return new Usage(memory.rssBytes(), memory.pssBytes(), stat.cpuTicks() * MILLIS_PER_TICK);
  }

  private static Usage sum(Usage a, Usage b) {
    return new Usage(
        a.rssBytes() + b.rssBytes(), a.pssBytes() + b.pssBytes(), a.cpuMillis() + b.cpuMillis());
  }
}
