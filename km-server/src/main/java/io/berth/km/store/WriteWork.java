package io.berth.km.store;

/**
 * What a caller wants done in one write transaction. Returns the answer's body, ready to be sent;
 * it is stored as it is when the order carries an idempotency key. Must not wait for anything
 * outside: it holds the project's only writer.
 */
@FunctionalInterface
public interface WriteWork {
  /** Does the writes and says the answer. */
  String apply(KnowledgeWriter writer);
}
