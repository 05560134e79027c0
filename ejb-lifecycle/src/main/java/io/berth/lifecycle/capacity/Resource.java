package io.berth.lifecycle.capacity;

import java.util.Locale;

/** What a node may run out of, from which share on that is an alert, and what to do then. */
public enum Resource {
  /** The ports of all ranges. */
  PORTS(
      0.9, "ports", "widen berth.ports.ranges, or let projects sleep sooner (berth.idle.timeout)"),
  /** The memory of the machine, or of the container. */
  MEMORY(
      0.92,
      "memory",
      "let projects sleep sooner (berth.idle.timeout), look for the largest with berth status"
          + " --detailed, or add memory"),
  /** The descriptors that the server may hold. */
  FILE_DESCRIPTORS(
      0.8,
      "file descriptors of the server",
      "raise the limit (ulimit -n) and restart the server, or lower berth.connections.max"),
  /** Starts, against what the starting threads can do. */
  START_RATE(
      0.8,
      "starts a minute",
      "raise berth.start.concurrency, or lengthen berth.idle.timeout so that fewer projects are"
          + " woken again at once"),
  /** The disk of the data folder. */
  DISK(
      0.95,
      "disk",
      "make space where the data folder is: logs of projects, old backups, documents nobody needs");

  private final double high;
  private final String what;
  private final String next;

  Resource(double high, String what, String next) {
    this.high = high;
    this.what = what;
    this.next = next;
  }

  /** The share from which on it is an alert. */
  public double high() {
    return high;
  }

  /** What is counted, for a human. */
  public String what() {
    return what;
  }

  /** What to do about it. */
  public String next() {
    return next;
  }

  /** The spelling in events, metrics and JSON. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
