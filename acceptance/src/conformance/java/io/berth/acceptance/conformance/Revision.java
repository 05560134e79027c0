package io.berth.acceptance.conformance;

/** The revisions of MCP for which the suite has a frozen set of requirements: one for each era. */
enum Revision {
  LEGACY("2025-11-25"),
  MODERN("2026-07-28");

  private final String label;

  Revision(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }
}
