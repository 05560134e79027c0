package io.berth.gateway.security;

import java.time.Instant;

/**
 * A signed token, its id and when it ends. The token is a secret: never logged; the id is none, it
 * is what the token is revoked by.
 */
public record IssuedToken(String token, String id, Instant expiresAt) {
  @Override
  public String toString() {
    return "IssuedToken[id=" + id + ", expiresAt=" + expiresAt + "]";
  }
}
