package io.berth.lifecycle.history;

import io.berth.connector.api.KmException;
import io.berth.connector.api.ProjectId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The last day, minute by minute or in longer steps, oldest first. Blocks on the database. */
public interface ResourceHistory {
  /** How long a sample is kept. */
  Duration KEPT = Duration.ofDays(1);

  /** The whole installation. */
  List<NodeSample> system(Instant since, Duration step) throws KmException;

  /** One project, as far as it was live; empty if there is no such project. */
  List<ProjectSample> project(ProjectId project, Instant since, Duration step) throws KmException;
}
