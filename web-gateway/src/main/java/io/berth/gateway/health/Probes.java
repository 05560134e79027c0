package io.berth.gateway.health;

import io.berth.lifecycle.boot.BootState;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/** What the probes say of a node's state. Pure. */
final class Probes {
  static final String NAME = "berth";

  private Probes() {}

  static HealthCheckResponse started(BootState state) {
    return HealthCheckResponse.named(NAME + "-started").status(state.started()).build();
  }

  static HealthCheckResponse ready(BootState state) {
    Map<String, String> hindrances = new TreeMap<>(state.hindrances());
    HealthCheckResponseBuilder answer =
        HealthCheckResponse.named(NAME + "-ready").status(state.started() && hindrances.isEmpty());
    // why: the probes need no token, so they say which part is wrong, not what is wrong with it
    hindrances.keySet().forEach(part -> answer.withData(part, "DOWN"));
    return answer.build();
  }
}
