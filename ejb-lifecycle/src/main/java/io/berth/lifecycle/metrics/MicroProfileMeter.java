package io.berth.lifecycle.metrics;

import io.berth.connector.api.KmProcesses;
import io.berth.connector.api.PortUse;
import io.berth.connector.api.ProcessState;
import io.berth.connector.api.ProjectId;
import io.berth.connector.api.StartSource;
import io.berth.connector.api.Usage;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricID;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/** The meter on MicroProfile Metrics. Gauges of single projects exist only while they are alive. */
public final class MicroProfileMeter implements ProcessMeter {
  private static final int MOST_PROJECTS = 100;
  private static final String RSS = "berth_process_rss_bytes";

  private final MetricRegistry registry;
  private final Map<ProjectId, Long> rss = new ConcurrentHashMap<>();
  private final Map<String, AtomicLong> levels = new ConcurrentHashMap<>();
  private final Set<ProjectId> shown = new HashSet<>();

  public MicroProfileMeter(MetricRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void started(Duration took, StartSource source) {
    // why a timer: its name gets the unit, and its sum and count are exported right; its quantiles
    // are
    // nanoseconds on this server, and a histogram's sum would be wrong there
    registry.timer("berth_process_start", new Tag("source", source.label())).update(took);
  }

  @Override
  public void stopped(String reason) {
    registry.counter("berth_process_stops_total", new Tag("reason", reason)).inc();
  }

  @Override
  public void restarted() {
    registry.counter("berth_process_restarts_total").inc();
  }

  @Override
  public void watch(KmProcesses processes) {
    for (ProcessState state : ProcessState.values()) {
      registry.gauge(
          "berth_processes",
          () -> processes.snapshots().stream().filter(p -> p.state() == state).count(),
          new Tag("state", state.name().toLowerCase(Locale.ROOT)));
    }
    registry.gauge("berth_warm_processes", () -> processes.warmPool().ready());
    for (PortUse use : processes.ports()) {
      registry.gauge(
          "berth_ports_used", () -> used(processes, use), new Tag("range", use.range().toString()));
    }
  }

  private static long used(KmProcesses processes, PortUse range) {
    return processes.ports().stream()
        .filter(use -> use.range().equals(range.range()))
        .mapToLong(use -> use.used().size())
        .sum();
  }

  @Override
  public void degraded(String signal, long processes) {
    show("berth_processes_degraded", processes, new Tag("signal", signal));
  }

  @Override
  public void alert(String kind, boolean raised) {
    show("berth_alerts", raised ? 1 : 0, new Tag("kind", kind));
  }

  @Override
  public void sink(String sink, String stream, long behind, Duration oldest, int failures) {
    Tag[] tags = {new Tag("sink", sink), new Tag("stream", stream)};
    show("berth_event_sink_behind", behind, tags);
    show("berth_event_sink_oldest_seconds", oldest.toSeconds(), tags);
    show("berth_event_sink_failures", failures, tags);
  }

  private void show(String name, long value, Tag... tags) {
    levels
        .computeIfAbsent(
            name + List.of(tags),
            first -> {
              AtomicLong level = new AtomicLong();
              registry.gauge(name, level::get, tags);
              return level;
            })
        .set(value);
  }

  @Override
  public synchronized void usage(Map<ProjectId, Usage> usage) {
    List<ProjectId> largest =
        usage.entrySet().stream()
            .sorted(
                Comparator.<Map.Entry<ProjectId, Usage>>comparingLong(e -> -e.getValue().rssBytes())
                    .thenComparing(Map.Entry::getKey))
            .limit(MOST_PROJECTS)
            .map(Map.Entry::getKey)
            .collect(Collectors.toList());
    for (ProjectId gone : Set.copyOf(shown)) {
      if (!largest.contains(gone)) {
        registry.remove(new MetricID(RSS, new Tag("project", gone.value())));
        shown.remove(gone);
        rss.remove(gone);
      }
    }
    for (ProjectId project : largest) {
      rss.put(project, usage.get(project).rssBytes());
      if (shown.add(project)) {
        registry.gauge(
            Metadata.builder().withName(RSS).build(),
            () -> rss.getOrDefault(project, 0L),
            new Tag("project", project.value()));
      }
    }
  }
}
