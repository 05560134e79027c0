package io.berth.connector.process;

import io.berth.connector.api.ProjectId;
import io.berth.connector.api.Usage;
import io.berth.connector.proc.ProcFs;
import io.berth.connector.proc.ProcStat;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * What each project's process takes, its whole group counted, from one walk through /proc that
 * serves everybody who asks within a second. The proportional share makes the kernel walk all pages
 * of a process, so it is read when it is not known, when the process grew much, or in turn, each
 * about once a minute. Any thread; callers wait for a walk under way.
 */
final class UsageReader {
  private static final long MILLIS_PER_TICK = 1000 / ProcFs.TICKS_PER_SECOND;
  private static final long FRESH = TimeUnit.SECONDS.toNanos(1);
  private static final long SHARE_FRESH = TimeUnit.MINUTES.toNanos(1);

  /** The share of one process; its size then tells whether it still can be true. */
  private record Share(long startTicks, long pssBytes, long rssBytes, long at) {
    boolean holds(ProcStat stat, long rss) {
      return startTicks == stat.startTicks() && Math.abs(rss - rssBytes) <= rssBytes / 4;
    }
  }

  private record Member(ProjectId project, ProcStat stat, long rssBytes) {}

  private final ProcFs proc;
  private final LongSupplier nanos;
  private Map<Long, Share> shares = new HashMap<>();
  private Map<ProjectId, Usage> last = Map.of();
  private long lastAt;
  private Map<Long, ProjectId> lastLeaders;

  UsageReader(ProcFs proc, LongSupplier nanos) {
    this.proc = proc;
    this.nanos = nanos;
  }

  /** What the groups of these leaders take. */
  synchronized Map<ProjectId, Usage> read(Map<Long, ProjectId> leaders) {
    if (!leaders.equals(lastLeaders) || nanos.getAsLong() - lastAt > FRESH) {
      last = Map.copyOf(walk(leaders));
      lastAt = nanos.getAsLong();
      lastLeaders = leaders;
    }
    return last;
  }

  private Map<ProjectId, Usage> walk(Map<Long, ProjectId> leaders) {
    List<Member> members = leaders.isEmpty() ? List.of() : members(leaders);
    Map<Long, Share> known = new HashMap<>();
    Map<ProjectId, Usage> all = new HashMap<>();
    // why: as many as make one round of all in a minute when somebody asks every ten seconds
    int turns = members.size() / 6 + 1;
    for (Member member : members) {
      Share share = shares.get(member.stat.pid());
      if (share == null || !share.holds(member.stat, member.rssBytes)) {
        share = readShare(member);
      } else if (turns > 0 && nanos.getAsLong() - share.at > SHARE_FRESH) {
        turns--;
        share = readShare(member);
      }
      known.put(member.stat.pid(), share);
      all.merge(
          member.project,
          new Usage(member.rssBytes, share.pssBytes, member.stat.cpuTicks() * MILLIS_PER_TICK),
          UsageReader::sum);
    }
    shares = known;
    return all;
  }

  private List<Member> members(Map<Long, ProjectId> leaders) {
    List<Member> members = new ArrayList<>();
    for (ProcStat stat : proc.running()) {
      ProjectId project = leaders.getOrDefault(stat.session(), leaders.get(stat.group()));
      if (project != null) {
        members.add(new Member(project, stat, stat.rssPages() * proc.pageBytes()));
      }
    }
    return members;
  }

  private Share readShare(Member member) {
    return new Share(
        member.stat.startTicks(),
        proc.memory(member.stat.pid()).pssBytes(),
        member.rssBytes,
        nanos.getAsLong());
  }

  private static Usage sum(Usage a, Usage b) {
    return new Usage(
        a.rssBytes() + b.rssBytes(), a.pssBytes() + b.pssBytes(), a.cpuMillis() + b.cpuMillis());
  }
}
