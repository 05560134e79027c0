package io.berth.mcp;

import java.util.ArrayList;
import java.util.List;

/**
 * The revisions of MCP that Berth speaks, newest first.
 *
 * <p>All but the newest are legacy: they agree on a version once, in {@code initialize}. The newest
 * is modern: every request carries its own version.
 */
public enum ProtocolVersion {
  /** Stateless: version and capabilities travel with every request. */
  V2026_07_28("2026-07-28"),
  V2025_11_25("2025-11-25"),
  V2025_06_18("2025-06-18"),
  /** The only revision with batches, and what a request without a version header is taken for. */
  V2025_03_26("2025-03-26"),
  V2024_11_05("2024-11-05");

  private final String label;

  ProtocolVersion(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }

  public boolean modern() {
    return this == V2026_07_28;
  }

  public boolean batches() {
    return this == V2025_03_26;
  }

  /** The revision of that name, or null if Berth does not speak it. */
  public static ProtocolVersion of(String label) {
    for (ProtocolVersion version : values()) {
      if (version.label.equals(label)) {
        return version;
      }
    }
    return null;
  }

  /**
   * The answer to {@code initialize}: what the client asked for, else the newest revision that has
   * a handshake.
   */
  public static ProtocolVersion negotiate(String requested) {
    ProtocolVersion version = of(requested);
    return version == null || version.modern() ? V2025_11_25 : version;
  }

  public static List<String> labels() {
    List<String> labels = new ArrayList<>();
    for (ProtocolVersion version : values()) {
      labels.add(version.label);
    }
    return labels;
  }
}
