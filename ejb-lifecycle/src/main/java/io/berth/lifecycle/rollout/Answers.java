package io.berth.lifecycle.rollout;

import io.berth.connector.api.ProjectId;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts the answers of projects that a roll-out watches. The data plane reports each answer of a
 * KM; for all other projects that is one look into an empty map. In memory; any thread.
 */
public final class Answers {
  /** So many answers of one generation, and how many of them were server errors. */
  record Count(long generation, long answers, long errors) {
    static final Count NONE = new Count(0, 0, 0);

    Count and(long of, boolean error) {
      if (of < generation) {
        return this;
      }
      Count base = of > generation ? new Count(of, 0, 0) : this;
      return new Count(of, base.answers + 1, base.errors + (error ? 1 : 0));
    }
  }

  private static final int FIRST_SERVER_ERROR = 500;

  private final Map<ProjectId, Count> watched = new ConcurrentHashMap<>();

  /** A KM answered. */
  public void answered(ProjectId project, long generation, int status) {
    if (!watched.isEmpty()) {
      watched.computeIfPresent(
          project, (p, count) -> count.and(generation, status >= FIRST_SERVER_ERROR));
    }
  }

  /** Watches exactly these from now on. */
  void watch(Set<ProjectId> projects) {
    watched.keySet().retainAll(projects);
    projects.forEach(project -> watched.putIfAbsent(project, Count.NONE));
  }

  /** What this generation answered since it is watched. */
  Count of(ProjectId project, long generation) {
    Count count = watched.getOrDefault(project, Count.NONE);
    return count.generation == generation ? count : Count.NONE;
  }
}
