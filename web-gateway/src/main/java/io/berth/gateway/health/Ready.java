package io.berth.gateway.health;

import io.berth.lifecycle.boot.BootState;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Whether this node can serve: database and adapter are there. Asked by load balancers. */
@Readiness
@ApplicationScoped
public class Ready implements HealthCheck {
  @Inject BootState state;

  @Override
  public HealthCheckResponse call() {
    return Probes.ready(state);
  }
}
