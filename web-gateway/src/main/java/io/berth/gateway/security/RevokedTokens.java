package io.berth.gateway.security;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.lifecycle.token.Revocation;
import io.berth.lifecycle.token.Revocations;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The revocations as this node knows them: read before the first token is accepted, and again when
 * there is a new one. Until they are known nobody is let in. Any thread; {@link #check} waits once.
 */
final class RevokedTokens {
  private record Known(Set<String> tokens, Map<String, Instant> subjects) {}

  private final Revocations store;
  private volatile Known known;

  RevokedTokens(Revocations store) {
    this.store = store;
  }

  /** Refuses the holder of a token that was revoked. */
  void check(Caller caller) throws TokenRejected, KmException {
    Known now = known == null ? first() : known;
    if (now.tokens.contains(caller.tokenId())) {
      throw new TokenRejected("the token was revoked");
    }
    Instant until = now.subjects.get(caller.subject());
    if (until != null && !caller.issuedAt().isAfter(until)) {
      throw new TokenRejected("the tokens of this subject were revoked: get a new one");
    }
  }

  private synchronized Known first() throws KmException {
    return known == null ? reload() : known;
  }

  /** why synchronized: of two answers of the database the older must not come last. */
  synchronized Known reload() throws KmException {
    Set<String> tokens = new HashSet<>();
    Map<String, Instant> subjects = new HashMap<>();
    try {
      for (Revocation each : store.current()) {
        switch (each.kind()) {
          case TOKEN -> tokens.add(each.name());
          case SUBJECT -> subjects.put(each.name(), each.issuedUntil());
        }
      }
    } catch (IllegalStateException notStarted) {
      throw new KmException(Problem.UNAVAILABLE, notStarted.getMessage(), notStarted);
    }
    Known fresh = new Known(Set.copyOf(tokens), Map.copyOf(subjects));
    known = fresh;
    return fresh;
  }
}
