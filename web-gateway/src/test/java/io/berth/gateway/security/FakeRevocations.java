package io.berth.gateway.security;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.lifecycle.token.Revocation;
import io.berth.lifecycle.token.Revocations;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Revocations in memory, which may be out of reach. */
final class FakeRevocations implements Revocations {
  private final List<Revocation> all = new ArrayList<>();
  boolean away;

  void add(Revocation.Kind kind, String name, Instant until) {
    all.add(new Revocation(kind, name, until, Instant.MAX));
  }

  @Override
  public void revoke(Revocation revocation, String actor) {
    all.add(revocation);
  }

  @Override
  public List<Revocation> current() throws KmException {
    if (away) {
      throw new KmException(Problem.UNAVAILABLE, "no database");
    }
    return List.copyOf(all);
  }
}
