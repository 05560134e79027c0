package io.berth.connector.api;

import java.util.List;
import java.util.Objects;

/**
 * Where KMs may listen.
 *
 * @param ranges in the order of preference, without overlap
 * @param strategy how they are used
 */
public record PortPlan(List<PortRange> ranges, PortStrategy strategy) {
  public PortPlan {
    ranges = List.copyOf(ranges);
    Objects.requireNonNull(strategy, "strategy");
  }
}
