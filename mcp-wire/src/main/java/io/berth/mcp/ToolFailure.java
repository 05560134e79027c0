package io.berth.mcp;

/**
 * A tool call that did not do what was asked. The message goes to the caller as it stands: it names
 * the argument or id and the next thing to check, never an internal of ours.
 */
public class ToolFailure extends Exception {
  private static final long serialVersionUID = 1L;

  /** Who can do something about it. */
  public enum Kind {
    /** The arguments break a rule; the same call will fail again. */
    INVALID,
    /** The input is larger than allowed. */
    TOO_LARGE,
    /** It contradicts an earlier call, such as the same idempotency key with another body. */
    CONFLICT,
    /** It may work in a moment. */
    UNAVAILABLE,
    /** A mistake of the server; details are in its log. */
    INTERNAL;

    /** Whether it ends the whole request: nothing that a model could do about its arguments. */
    boolean ofRequest() {
      return this == CONFLICT || this == UNAVAILABLE;
    }
  }

  private final Kind kind;

  public ToolFailure(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
