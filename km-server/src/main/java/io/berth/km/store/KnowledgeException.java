package io.berth.km.store;

/**
 * The one exception of the store. Its {@link Kind} decides the status of the reply; its message may
 * be shown to the caller: it names the field or the id and never contains content or a secret.
 */
public final class KnowledgeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What went wrong, as far as the caller has to know. */
  public enum Kind {
    /** The input breaks a rule; nothing was changed; the same input fails again. */
    INVALID,
    /** The input is larger than the store keeps; nothing was changed. */
    TOO_LARGE,
    /** The idempotency key was used for something else before. */
    CONFLICT,
    /** Another process holds the folder. */
    LOCKED,
    /** Busy, full, or closing: nothing was changed; the same request may succeed later. */
    UNAVAILABLE,
    /** The database is damaged, or there is a mistake in this program. */
    BROKEN
  }

  private final Kind kind;

  public KnowledgeException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public KnowledgeException(Kind kind, String message) {
    this(kind, message, null);
  }

  /** Input that breaks a rule. */
  public static KnowledgeException invalid(String message) {
    return new KnowledgeException(Kind.INVALID, message);
  }

  /** Input that is too large. */
  public static KnowledgeException tooLarge(String message) {
    return new KnowledgeException(Kind.TOO_LARGE, message);
  }

  /** What went wrong. */
  public Kind kind() {
    return kind;
  }
}
