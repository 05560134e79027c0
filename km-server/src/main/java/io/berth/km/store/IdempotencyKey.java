package io.berth.km.store;

/**
 * A caller's promise that two requests with this key are one and the same.
 *
 * @param value the header as sent, 1 to 255 printable ASCII characters
 * @param fingerprint a digest of what was asked, so that a key used twice for different things is
 *     noticed
 */
public record IdempotencyKey(String value, String fingerprint) {
  public IdempotencyKey {
    Check.size("Idempotency-Key", value, 1, Limits.NAME);
    if (!value.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
      throw KnowledgeException.invalid(
          "Idempotency-Key must be printable ASCII without spaces, 1 to 255 characters");
    }
    Check.size("fingerprint", fingerprint, 1, Limits.NAME);
  }
}
