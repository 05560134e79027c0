package io.berth.km.store;

import java.util.Optional;

/**
 * Who writes, and under which idempotency key.
 *
 * @param subject the proved identity of the caller; kept with everything that is written
 */
public record WriteOrder(String subject, Optional<IdempotencyKey> key) {
  public WriteOrder {
    Check.line("subject", subject, 1, Limits.NAME);
  }

  /** An order without an idempotency key. */
  public static WriteOrder by(String subject) {
    return new WriteOrder(subject, Optional.empty());
  }

  /** The same order under a key. */
  public WriteOrder under(IdempotencyKey once) {
    return new WriteOrder(subject, Optional.of(once));
  }
}
