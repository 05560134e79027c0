package io.berth.connector.api;

/**
 * What this host lets Berth enforce on foreign programs; found out once, at the start.
 *
 * @param memory how a runtime's memory limit is enforced, in words; empty: not at all
 * @param nice whether a runtime's nice level is set
 * @param keeper whether foreign programs are ended when no server is left
 */
public record HostLimits(String memory, boolean nice, boolean keeper) {
  /** As an operator reads it. */
  public String display() {
    return "memory limit "
        + (memory.isEmpty() ? "cannot be enforced" : "by " + memory)
        + ", nice level "
        + (nice ? "yes" : "no")
        + ", keeper "
        + (keeper ? "yes" : "no");
  }
}
