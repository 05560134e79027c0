package io.berth.lifecycle.sharing;

import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.project.ProcessKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * What a project was asked in the last hours.
 *
 * @param project whose
 * @param process where it lives
 * @param builtIn whether its KM could share a process at all
 * @param settings its own values
 * @param createdAt since when there is anything to count
 * @param countedSince since when requests were counted
 * @param window over how long they are counted
 * @param requests so many within it
 * @param awakeMinutes minutes of it in which the project was awake
 */
public record Demand(
    ProjectId project,
    ProcessKind process,
    boolean builtIn,
    Map<String, String> settings,
    Instant createdAt,
    Instant countedSince,
    Duration window,
    long requests,
    long awakeMinutes) {
  /** So many an hour. */
  double perHour() {
    return requests * 3_600_000.0 / window.toMillis();
  }
}
