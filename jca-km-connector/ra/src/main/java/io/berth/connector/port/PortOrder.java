package io.berth.connector.port;

import io.berth.connector.api.PortPlan;
import io.berth.connector.api.PortRange;
import io.berth.connector.api.PortStrategy;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * In which order ports are offered. Pure. Ranges by the strategy; within a range the ports that
 * were never used, lowest first, then the one that was given back longest ago, so that a port rests
 * before another project gets it.
 */
final class PortOrder {
  private PortOrder() {}

  /**
   * All ports that nobody holds.
   *
   * @param givenBack port to a number that grows with each port that is given back
   */
  static List<Integer> of(PortPlan plan, Set<Integer> held, Map<Integer, Long> givenBack) {
    return ranges(plan, held)
        .flatMap(
            range ->
                ports(range)
                    .filter(port -> !held.contains(port))
                    // why: sorted is stable, so of those never used the lowest comes first
                    .sorted(Comparator.comparingLong(port -> givenBack.getOrDefault(port, 0L))))
        .toList();
  }

  private static Stream<PortRange> ranges(PortPlan plan, Set<Integer> held) {
    if (plan.strategy() == PortStrategy.FILL) {
      return plan.ranges().stream();
    }
    ToDoubleFunction<PortRange> used =
        range -> (double) ports(range).filter(held::contains).count() / range.size();
    return plan.ranges().stream().sorted(Comparator.comparingDouble(used));
  }

  private static Stream<Integer> ports(PortRange range) {
    return IntStream.rangeClosed(range.first(), range.last()).boxed();
  }
}
