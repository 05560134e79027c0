package io.berth.gateway.proxy;

import io.berth.connector.api.ProjectId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Which projects appear by name in metrics: live ones, a hundred at most; all others are {@code
 * other}. A place is free again when its project's process ended.
 */
final class ProjectLabels {
  static final String OTHER = "other";
  static final int MOST = 100;

  private final Map<ProjectId, String> labels = new ConcurrentHashMap<>();
  private final Consumer<ProjectId> appeared;

  ProjectLabels(Consumer<ProjectId> appeared) {
    this.appeared = appeared;
  }

  String of(ProjectId project) {
    String label = labels.get(project);
    if (label != null) {
      return label;
    }
    return labels.size() < MOST ? take(project) : OTHER;
  }

  private synchronized String take(ProjectId project) {
    if (labels.size() >= MOST) {
      return OTHER;
    }
    if (labels.putIfAbsent(project, project.value()) == null) {
      appeared.accept(project);
    }
    return project.value();
  }

  /** Frees the places of those that are not live any more, and tells about each. */
  void sweep(Predicate<ProjectId> live, Consumer<ProjectId> vanished) {
    for (ProjectId project : labels.keySet()) {
      if (!live.test(project) && labels.remove(project) != null) {
        vanished.accept(project);
      }
    }
  }
}
