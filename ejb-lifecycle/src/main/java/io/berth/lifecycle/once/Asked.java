package io.berth.lifecycle.once;

/**
 * A request that its sender may send again.
 *
 * @param subject who sends it; keys of others are others
 * @param key the header {@code Idempotency-Key}
 * @param fingerprint a digest of what is asked, so that a key used for two things is noticed
 */
public record Asked(String subject, String key, byte[] fingerprint) {}
