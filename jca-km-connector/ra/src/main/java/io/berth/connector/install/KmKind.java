package io.berth.connector.install;

import io.berth.connector.api.StartOrder;

/**
 * Which built-in KM a process runs: projects share a process, or take a warm one, only if theirs is
 * the same.
 *
 * @param content the hash of an installation; empty: the one that the adapter carries
 * @param encrypting whether it has the SQLite that encrypts
 */
public record KmKind(String content, boolean encrypting) {
  /** What this start needs. */
  public static KmKind of(StartOrder order) {
    return new KmKind(order.runtime().content(), order.key().isPresent());
  }
}
