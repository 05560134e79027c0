package io.berth.gateway.security;

import java.time.Instant;

/** A signed token, and when it ends. The token is a secret: never logged. */
public record IssuedToken(String token, Instant expiresAt) {
  @Override
  public String toString() {
    return "IssuedToken[expiresAt=" + expiresAt + "]";
  }
}
