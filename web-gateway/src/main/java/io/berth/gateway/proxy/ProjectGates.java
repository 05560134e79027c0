package io.berth.gateway.proxy;

import io.berth.connector.api.ProjectId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The gates of all projects that exist; made at the first request, small enough to be kept. */
final class ProjectGates {
  private final Map<ProjectId, ProjectGate> gates = new ConcurrentHashMap<>();
  private final GatewaySettings settings;

  ProjectGates(GatewaySettings settings) {
    this.settings = settings;
  }

  ProjectGate of(ProjectId project) {
    ProjectGate known = gates.get(project);
    return known != null
        ? known
        : gates.computeIfAbsent(project, absent -> new ProjectGate(settings));
  }

  Map<ProjectId, ProjectGate> all() {
    return gates;
  }
}
