package io.berth.lifecycle.history;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * Puts minutes together to longer steps. Pure. Levels are averaged over the time and added up over
 * the nodes, events are counted, what belongs to the whole installation is taken once.
 */
public final class Buckets {
  private Buckets() {}

  /** All nodes together, one sample a step, oldest first. */
  public static List<NodeSample> system(Collection<NodeSample> minutes, Duration step) {
    List<NodeSample> all = new ArrayList<>();
    by(minutes, m -> begin(m.at(), step)).forEach((at, within) -> all.add(together(at, within)));
    return all;
  }

  /** One project, one sample a step, oldest first. */
  public static List<ProjectSample> project(Collection<ProjectSample> minutes, Duration step) {
    List<ProjectSample> all = new ArrayList<>();
    by(minutes, m -> begin(m.at(), step)).forEach((at, within) -> all.add(ofProject(at, within)));
    return all;
  }

  static Instant begin(Instant at, Duration step) {
    long seconds = Math.max(1, step.toSeconds());
    return Instant.ofEpochSecond(Math.floorDiv(at.getEpochSecond(), seconds) * seconds);
  }

  private static NodeSample together(Instant at, List<NodeSample> within) {
    Collection<List<NodeSample>> nodes = by(within, NodeSample::node).values();
    Map<String, Integer> ports = new TreeMap<>();
    for (List<NodeSample> node : nodes) {
      Map<String, Integer> most = new TreeMap<>();
      node.forEach(m -> m.ports().forEach((range, used) -> most.merge(range, used, Math::max)));
      most.forEach((range, used) -> ports.merge(range, used, Integer::sum));
    }
    return new NodeSample(
        at,
        "",
        within.stream().mapToLong(NodeSample::projects).max().orElse(0),
        level(nodes, NodeSample::active),
        (long) level(nodes, NodeSample::rssBytes),
        (long) level(nodes, NodeSample::pssBytes),
        (long) level(nodes, NodeSample::savedBytes),
        level(nodes, NodeSample::cpuPercent),
        level(nodes, NodeSample::requestsPerMinute),
        sum(within, NodeSample::starts),
        sum(within, NodeSample::stops),
        ports,
        (long) level(nodes, NodeSample::openFiles),
        within.stream().mapToLong(NodeSample::memoryAvailableBytes).min().orElse(0),
        within.stream().mapToLong(NodeSample::diskFreeBytes).min().orElse(0));
  }

  private static ProjectSample ofProject(Instant at, List<ProjectSample> within) {
    ProjectSample newest = within.get(within.size() - 1);
    return new ProjectSample(
        at,
        newest.project(),
        within.stream().mapToLong(ProjectSample::generation).max().orElse(0),
        (long) mean(within, ProjectSample::rssBytes),
        (long) mean(within, ProjectSample::pssBytes),
        mean(within, ProjectSample::cpuPercent),
        mean(within, ProjectSample::requestsPerMinute),
        answer(within));
  }

  /** why weighted: a minute with a thousand answers says more than one with two. */
  private static OptionalDouble answer(List<ProjectSample> within) {
    double weight = 0;
    double sum = 0;
    for (ProjectSample minute : within) {
      if (minute.answerMillis().isPresent()) {
        double requests = Math.max(1, minute.requestsPerMinute());
        weight += requests;
        sum += requests * minute.answerMillis().getAsDouble();
      }
    }
    return weight > 0 ? OptionalDouble.of(sum / weight) : OptionalDouble.empty();
  }

  private static double level(
      Collection<List<NodeSample>> nodes, ToDoubleFunction<NodeSample> value) {
    return nodes.stream().mapToDouble(node -> mean(node, value)).sum();
  }

  private static <T> double mean(List<T> samples, ToDoubleFunction<T> value) {
    return samples.stream().mapToDouble(value).average().orElse(0);
  }

  private static <T> long sum(List<T> samples, ToLongFunction<T> value) {
    return samples.stream().mapToLong(value).sum();
  }

  private static <T, K extends Comparable<K>> Map<K, List<T>> by(
      Collection<T> samples, Function<T, K> key) {
    return samples.stream().collect(Collectors.groupingBy(key, TreeMap::new, Collectors.toList()));
  }
}
