package io.berth.gateway.proxy;

import io.berth.connector.api.ProjectId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** The gates of all projects that exist; made at the first request, small enough to be kept. */
final class ProjectGates {
  private final Map<ProjectId, ProjectGate> gates = new ConcurrentHashMap<>();
  private final GatewaySettings settings;
  private final LongSupplier nanos;
  private final Workers workers;

  ProjectGates(GatewaySettings settings, LongSupplier nanos, Workers workers) {
    this.settings = settings;
    this.nanos = nanos;
    this.workers = workers;
  }

  ProjectGate of(ProjectId project) {
    ProjectGate known = gates.get(project);
    return known != null
        ? known
        : gates.computeIfAbsent(project, absent -> new ProjectGate(settings, nanos, workers));
  }

  Map<ProjectId, ProjectGate> all() {
    return gates;
  }
}
