package io.berth.lifecycle.testing;

import io.berth.connector.api.KmProcesses;
import io.berth.connector.api.ProjectId;
import io.berth.connector.api.StartSource;
import io.berth.connector.api.Usage;
import io.berth.lifecycle.metrics.ProcessMeter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what was counted. */
public final class CountingMeter implements ProcessMeter {
  public final List<String> counted = new CopyOnWriteArrayList<>();

  @Override
  public void started(Duration took, StartSource source) {
    counted.add("started " + took.toMillis() + " " + source.label());
  }

  @Override
  public void stopped(String reason) {
    counted.add("stopped " + reason);
  }

  @Override
  public void restarted() {
    counted.add("restarted");
  }

  @Override
  public void watch(KmProcesses processes) {
    counted.add("watched");
  }

  @Override
  public void usage(Map<ProjectId, Usage> usage) {
    counted.add("usage " + usage.size());
  }

  @Override
  public void degraded(String signal, long processes) {
    counted.add("degraded " + signal + " " + processes);
  }

  @Override
  public void alert(String kind, boolean raised) {
    counted.add("alert " + kind + " " + raised);
  }
}
