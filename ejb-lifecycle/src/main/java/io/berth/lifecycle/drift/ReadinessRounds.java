package io.berth.lifecycle.drift;

import io.berth.connector.api.ProbeResult;
import io.berth.connector.api.ProcessSnapshot;
import io.berth.connector.api.ProjectId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Counts the probes in a row in which a READY process said that it is not ready, and says once when
 * they are enough and once when it is over. Probes are told by any thread; the rest is called by
 * one timer. A probe that failed in another way says nothing about readiness.
 */
final class ReadinessRounds {
  /** The rounds of one generation, and whether that was told. */
  record Rounds(long generation, int inARow, boolean told, String detail) {}

  /** What is to be told. */
  record Change(boolean worse, String detail) {}

  private final Map<ProjectId, Rounds> known = new HashMap<>();

  synchronized void probed(ProcessSnapshot process, ProbeResult result) {
    known.compute(
        process.project(), (project, before) -> next(before, process.generation(), result));
  }

  /** Pure. */
  static Rounds next(Rounds before, long generation, ProbeResult result) {
    Rounds same =
        before != null && before.generation() == generation
            ? before
            : new Rounds(generation, 0, false, "");
    if (before != null && before.generation() > generation) {
      return before;
    }
    return switch (result.finding()) {
      case NOT_READY -> new Rounds(generation, same.inARow() + 1, same.told(), result.detail());
      case WELL -> new Rounds(generation, 0, same.told(), "");
      case UNWELL, PORT_LOST -> same;
    };
  }

  /** Whether there may be something to tell. */
  synchronized boolean concerns(ProjectId project) {
    Rounds rounds = known.get(project);
    return rounds != null && (rounds.inARow() > 0 || rounds.told());
  }

  /** What changed, once it was written down: {@link #told}. */
  synchronized Optional<Change> change(ProjectId project, long generation, int threshold) {
    Rounds rounds = known.get(project);
    return rounds == null || rounds.generation() != generation
        ? Optional.empty()
        : decide(rounds, threshold);
  }

  /** Pure; a threshold that makes no sense tells nothing. */
  static Optional<Change> decide(Rounds rounds, int threshold) {
    if (!rounds.told() && threshold > 0 && rounds.inARow() >= threshold) {
      return Optional.of(new Change(true, rounds.detail()));
    }
    return rounds.told() && rounds.inARow() == 0
        ? Optional.of(new Change(false, "it says that it is ready"))
        : Optional.empty();
  }

  synchronized void told(ProjectId project, long generation, Change change) {
    known.computeIfPresent(
        project,
        (id, rounds) ->
            rounds.generation() == generation
                ? new Rounds(generation, rounds.inARow(), change.worse(), rounds.detail())
                : rounds);
  }

  synchronized void retain(Set<ProjectId> live) {
    known.keySet().retainAll(live);
  }
}
