package io.berth.connector.api;

import java.util.Map;
import java.util.Set;

/**
 * The ports of one range at one moment.
 *
 * @param range the range
 * @param used port to the project that holds it
 * @param foreign ports that somebody else listens on
 */
public record PortUse(PortRange range, Map<Integer, ProjectId> used, Set<Integer> foreign) {
  public PortUse {
    used = Map.copyOf(used);
    foreign = Set.copyOf(foreign);
  }
}
