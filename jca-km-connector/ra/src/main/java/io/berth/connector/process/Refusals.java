package io.berth.connector.process;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.connector.api.ProjectId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The words for callers that a slot turns away: whose project, why, and when to come back. */
final class Refusals {
  private static final Duration SOON = Duration.ofSeconds(1);

  private Refusals() {}

  /** For an exchange that no process takes now. */
  static KmException notServing(SlotFacts facts, Instant now) {
    ProjectId project = facts.project();
    return switch (facts.state()) {
      case QUARANTINED -> quarantined(facts, "it failed too often", now);
      case DRAINING, STOPPING ->
          new KmException(Problem.DRAINING, project + " is being stopped; ask again", SOON, null);
      case BACKOFF ->
          new KmException(
              Problem.STARTING, project + " failed and cools down", retryAfter(facts, now), null);
      default -> new KmException(Problem.STARTING, project + " has no ready process", SOON, null);
    };
  }

  static KmException quarantined(SlotFacts facts, String why, Instant now) {
    return new KmException(
        Problem.QUARANTINED,
        facts.project()
            + " is quarantined after "
            + facts.failures()
            + " failures; the last: "
            + why
            + ". Mend it, then release it",
        retryAfter(facts, now),
        null);
  }

  static KmException roomFull(ProjectId project, int waiting) {
    return new KmException(
        Problem.OVERLOADED,
        waiting + " callers wait for the start of " + project + " already; come back later",
        SOON,
        null);
  }

  static KmException detached(ProjectId project) {
    return new KmException(
        Problem.UNAVAILABLE, "this node is going down; ask another one for " + project, SOON, null);
  }

  private static Duration retryAfter(SlotFacts facts, Instant now) {
    return Optional.of(Duration.between(now, facts.retryAt().orElse(now)))
        .filter(d -> d.compareTo(SOON) > 0)
        .orElse(SOON);
  }
}
