package io.berth.connector.api;

/** Ports from {@code first} to {@code last}, both included. */
public record PortRange(int first, int last) {
  public PortRange {
    if (first < 1024 || last > 65_535 || first > last) {
      throw new IllegalArgumentException(
          "port range " + first + "-" + last + ": 1024 <= first <= last <= 65535 is required");
    }
  }

  /** Reads {@code 5001-5100}. */
  public static PortRange parse(String text) {
    String[] ends = text.strip().split("-", -1);
    if (ends.length != 2) {
      throw new IllegalArgumentException("port range '" + text + "': write FIRST-LAST");
    }
    try {
      return new PortRange(Integer.parseInt(ends[0].strip()), Integer.parseInt(ends[1].strip()));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("port range '" + text + "': write FIRST-LAST", e);
    }
  }

  /** How many ports it holds. */
  public int size() {
    return last - first + 1;
  }

  /** Whether the port lies in it. */
  public boolean contains(int port) {
    return port >= first && port <= last;
  }

  @Override
  public String toString() {
    return first + "-" + last;
  }
}
