package io.berth.gateway.proxy;

import io.berth.cache.CacheCounts;
import io.berth.cache.CacheLevel;
import io.berth.cache.MultiLevelCache;
import io.berth.connector.api.ChannelUse;
import io.berth.connector.api.KmConnectionFactory;
import io.berth.connector.api.ProcessState;
import io.berth.connector.api.ProjectId;
import io.berth.gateway.cache.HitRatio;
import io.berth.lifecycle.rollout.Answers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToIntFunction;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.MetricID;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;
import org.eclipse.microprofile.metrics.Timer;

/**
 * The data plane's metrics on MicroProfile Metrics, under the names of the contract. Meters are
 * looked up once and kept; {@link #sweep} is called now and then by the gateway's clock.
 */
final class MicroProfileRequestMetrics implements RequestMetrics {
  private static final String REQUESTS = "berth_requests_total";
  private static final String CHANNELS = "berth_channels";
  private static final String BREAKER = "berth_breaker_state";

  /** why: the gateway sweeps every five seconds. */
  private static final int SWEEPS_OF_FIVE_MINUTES = 60;

  private record Key(String project, String outcome) {}

  private final MetricRegistry registry;
  private final KmConnectionFactory connections;
  private final ProjectGates gates;
  private final MultiLevelCache cache;
  private final HitRatio ratio = new HitRatio(SWEEPS_OF_FIVE_MINUTES);
  private final Answers answers;
  private final ProjectLabels labels = new ProjectLabels(this::show);
  private final Map<Key, Counter> requests = new ConcurrentHashMap<>();
  private final Map<String, CacheCounts> reported = new ConcurrentHashMap<>();
  private final Timer total;
  private final Timer overhead;

  MicroProfileRequestMetrics(
      MetricRegistry registry,
      KmConnectionFactory connections,
      ProjectGates gates,
      MultiLevelCache cache,
      Answers answers) {
    this.answers = answers;
    this.registry = registry;
    this.connections = connections;
    this.gates = gates;
    this.cache = cache;
    registry.gauge("berth_cache_hit_ratio", ratio::value);
    // why: a timer's values are exported in seconds, and its name gets the unit
    this.total = registry.timer("berth_request", new Tag("part", "total"));
    this.overhead = registry.timer("berth_request", new Tag("part", "gateway"));
  }

  @Override
  public void ended(ProjectId project, String outcome, long totalNanos, long othersNanos) {
    Key key = new Key(labels.of(project), outcome);
    Counter counter = requests.get(key);
    if (counter == null) {
      counter = requests.computeIfAbsent(key, this::counter);
    }
    counter.inc();
    total.update(Duration.ofNanos(totalNanos));
    overhead.update(Duration.ofNanos(Math.max(0, totalNanos - othersNanos)));
  }

  @Override
  public void answered(ProjectId project, long generation, int status) {
    answers.answered(project, generation, status);
  }

  /** Takes away what ended and brings the counts of the caches up to date. */
  void sweep() {
    labels.sweep(this::isLive, this::hide);
    cache.levels().forEach(this::report);
    ratio.sample(cache.counts());
  }

  private Counter counter(Key key) {
    return registry.counter(
        REQUESTS, new Tag("project", key.project()), new Tag("outcome", key.outcome()));
  }

  private boolean isLive(ProjectId project) {
    return connections.processes().snapshot(project).state() != ProcessState.STOPPED;
  }

  private void show(ProjectId project) {
    Tag tag = new Tag("project", project.value());
    registry.gauge(BREAKER, () -> gates.of(project).breaker().state().ordinal(), tag);
    channelGauge(project, "leased", ChannelUse::leased);
    channelGauge(project, "idle", ChannelUse::idle);
  }

  private void channelGauge(ProjectId project, String state, ToIntFunction<ChannelUse> value) {
    registry.gauge(
        CHANNELS,
        () -> value.applyAsInt(connections.processes().channels(project)),
        new Tag("project", project.value()),
        new Tag("state", state));
  }

  private void hide(ProjectId project) {
    Tag tag = new Tag("project", project.value());
    registry.remove(new MetricID(BREAKER, tag));
    registry.remove(new MetricID(CHANNELS, tag, new Tag("state", "leased")));
    registry.remove(new MetricID(CHANNELS, tag, new Tag("state", "idle")));
    for (Key key : requests.keySet()) {
      if (key.project().equals(project.value()) && requests.remove(key) != null) {
        registry.remove(new MetricID(REQUESTS, tag, new Tag("outcome", key.outcome())));
      }
    }
  }

  private void report(CacheLevel level) {
    CacheCounts now = level.counts();
    CacheCounts before = reported.put(level.level(), now);
    count(level, "hit", now.hits() - (before == null ? 0 : before.hits()));
    count(level, "miss", now.misses() - (before == null ? 0 : before.misses()));
  }

  private void count(CacheLevel level, String result, long more) {
    registry
        .counter(
            "berth_cache_requests_total",
            new Tag("level", level.level()),
            new Tag("result", result))
        .inc(more);
  }
}
