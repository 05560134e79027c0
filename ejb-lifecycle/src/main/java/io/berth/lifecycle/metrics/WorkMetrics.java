package io.berth.lifecycle.metrics;

import io.berth.lifecycle.claim.WorkMeter;
import java.time.Duration;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/**
 * The meter of claims and reports on MicroProfile Metrics, under the names of the contract and,
 * beside them, under those that the originals had.
 */
public final class WorkMetrics implements WorkMeter {
  private final MetricRegistry registry;

  public WorkMetrics(MetricRegistry registry) {
    this.registry = registry;
    // why at once: what is not there cannot be told from what is zero
    registry.counter("berth_task_assignments_total");
    registry.counter("pm_agent_task_assignments");
    registry.counter("berth_task_leases_ended_total");
    registry.timer("berth_task_claim");
  }

  @Override
  public void requested(String outcome, Duration took) {
    registry.counter("berth_task_requests_total", new Tag("outcome", outcome)).inc();
    registry.timer("pm_agent_request_duration").update(took);
    if (outcome.equals("assigned")) {
      registry.counter("berth_task_assignments_total").inc();
      registry.counter("pm_agent_task_assignments").inc();
      registry.timer("berth_task_claim").update(took);
    }
  }

  @Override
  public void reported(String kind, String outcome, Duration took) {
    registry
        .counter("berth_task_reports_total", new Tag("kind", kind), new Tag("outcome", outcome))
        .inc();
    registry.timer("pm_agent_request_duration").update(took);
  }

  @Override
  public void expired(int leases) {
    if (leases > 0) {
      registry.counter("berth_task_leases_ended_total").inc(leases);
    }
  }
}
