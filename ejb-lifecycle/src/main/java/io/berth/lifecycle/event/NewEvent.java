package io.berth.lifecycle.event;

import io.berth.connector.api.ProjectId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * An event that is about to be appended.
 *
 * @param at when it happened; empty: now
 * @param source a name that is unique to it, for events that may be delivered twice
 */
public record NewEvent(
    String kind,
    Optional<ProjectId> project,
    long generation,
    String actor,
    String reason,
    Map<String, String> details,
    Optional<Instant> at,
    Optional<String> source) {
  /** An event that happens now. */
  public NewEvent(
      String kind, Optional<ProjectId> project, long generation, String actor, String reason) {
    this(kind, project, generation, actor, reason, Map.of(), Optional.empty(), Optional.empty());
  }

  /** The same with further values. */
  public NewEvent with(Map<String, String> more) {
    return new NewEvent(kind, project, generation, actor, reason, more, at, source);
  }

  /** The same, done by somebody else. */
  public NewEvent by(String who) {
    return new NewEvent(kind, project, generation, who, reason, details, at, source);
  }

  LifecycleEvent written(long id, Instant when) {
    return new LifecycleEvent(id, when, kind, project, generation, actor, reason, details);
  }
}
