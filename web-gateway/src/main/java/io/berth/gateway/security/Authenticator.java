package io.berth.gateway.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.berth.connector.api.KmException;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Turns the {@code Authorization} header into a {@link Caller}. Verified tokens are remembered,
 * because checking a signature costs more than the rest of a request; what was refused is not.
 * Whether a token was revoked is asked each time. Called for every request, on its thread; waits
 * only for what it needs once: the revocations after a start, the keys of a foreign issuer.
 */
public final class Authenticator {
  private static final String SCHEME = "bearer ";
  private static final int REMEMBERED = 10_000;

  private final Issuers issuers;
  private final RevokedTokens revoked;
  private final InstantSource clock;
  private final Cache<String, Caller> verified =
      Caffeine.newBuilder()
          .maximumSize(REMEMBERED)
          // why: keys are taken out of use, and nobody tells
          .expireAfterWrite(Duration.ofHours(1))
          .executor(Runnable::run)
          .build();

  Authenticator(Issuers issuers, RevokedTokens revoked, InstantSource clock) {
    this.issuers = issuers;
    this.revoked = revoked;
    this.clock = clock;
  }

  /**
   * The caller.
   *
   * @param header the value of {@code Authorization}, null if there is none
   * @throws TokenRejected also when there is no token
   * @throws KmException when it cannot be told now
   */
  public Caller authenticate(String header) throws TokenRejected, KmException {
    if (header == null) {
      throw new TokenRejected("a token is required: Authorization: Bearer …");
    }
    if (header.length() <= SCHEME.length()
        || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw new TokenRejected("the Authorization header is not 'Bearer' and a token");
    }
    Caller caller = caller(header.substring(SCHEME.length()).strip());
    revoked.check(caller);
    return caller;
  }

  /**
   * Whether a caller that was let in may stay: a connection lasts longer than a request.
   *
   * @throws TokenRejected when its token is over or was revoked
   * @throws KmException when it cannot be told now
   */
  public void check(Caller caller) throws TokenRejected, KmException {
    if (!clock.instant().isBefore(caller.expiresAt().plus(TokenRules.SKEW))) {
      throw new TokenRejected("the token expired");
    }
    revoked.check(caller);
  }

  /** Verifies every token anew from now on. */
  void forgetAll() {
    verified.invalidateAll();
  }

  private Caller caller(String token) throws TokenRejected, KmException {
    Caller known = verified.getIfPresent(token);
    if (known == null) {
      Caller fresh = issuers.verify(token);
      verified.put(token, fresh);
      return fresh;
    }
    if (!clock.instant().isBefore(known.expiresAt().plus(TokenRules.SKEW))) {
      verified.invalidate(token);
      throw new TokenRejected("the token expired");
    }
    return known;
  }

  long remembered() {
    verified.cleanUp();
    return verified.estimatedSize();
  }
}
