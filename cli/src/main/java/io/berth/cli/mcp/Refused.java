package io.berth.cli.mcp;

/** A message that got no answer of the server, and why. */
final class Refused extends Exception {
  private static final long serialVersionUID = 1L;

  private final String reason;

  Refused(String reason, String text) {
    super(text);
    this.reason = reason;
  }

  /** A label for programs. */
  String reason() {
    return reason;
  }
}
