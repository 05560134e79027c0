package io.berth.gateway.health;

import io.berth.lifecycle.boot.BootState;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

/** Whether this node's start is over. Asked by launchers and orchestrators. */
@Startup
@ApplicationScoped
public class Started implements HealthCheck {
  @Inject BootState state;

  @Override
  public HealthCheckResponse call() {
    return Probes.started(state);
  }
}
