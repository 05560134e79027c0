package io.berth.lifecycle.event;

import io.berth.connector.api.ProjectId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One line of the audit: what happened to what, when, by whom and why. Durable in PostgreSQL before
 * it is shown.
 *
 * @param id grows in the order in which events become visible; a reader resumes after it
 * @param at when it happened
 * @param kind {@code process.ready}, {@code project.created} …
 * @param project which project, if any
 * @param generation of its process, 0 if none
 * @param actor who: a subject, or {@code berth} for a policy
 * @param reason why, in words or a stop reason's label
 * @param details further values, flat
 */
public record LifecycleEvent(
    long id,
    Instant at,
    String kind,
    Optional<ProjectId> project,
    long generation,
    String actor,
    String reason,
    Map<String, String> details) {
  public LifecycleEvent {
    details = Map.copyOf(details);
  }
}
