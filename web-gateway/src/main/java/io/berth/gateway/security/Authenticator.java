package io.berth.gateway.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.InstantSource;
import java.util.Locale;

/**
 * Turns the {@code Authorization} header into a {@link Caller}. Verified tokens are remembered,
 * because checking a signature costs more than the rest of a request; what was refused is not.
 * Called for every request, on its thread; never blocks.
 */
public final class Authenticator {
  private static final String SCHEME = "bearer ";
  private static final int REMEMBERED = 10_000;

  private final TokenVerifier verifier;
  private final InstantSource clock;
  private final Cache<String, Caller> verified =
      Caffeine.newBuilder().maximumSize(REMEMBERED).executor(Runnable::run).build();

  Authenticator(TokenVerifier verifier, InstantSource clock) {
    this.verifier = verifier;
    this.clock = clock;
  }

  /**
   * The caller.
   *
   * @param header the value of {@code Authorization}, null if there is none
   * @throws TokenRejected also when there is no token
   */
  public Caller authenticate(String header) throws TokenRejected {
    if (header == null) {
      throw new TokenRejected("a token is required: Authorization: Bearer …");
    }
    if (header.length() <= SCHEME.length()
        || !header.substring(0, SCHEME.length()).toLowerCase(Locale.ROOT).equals(SCHEME)) {
      throw new TokenRejected("the Authorization header is not 'Bearer' and a token");
    }
    return caller(header.substring(SCHEME.length()).strip());
  }

  private Caller caller(String token) throws TokenRejected {
    Caller known = verified.getIfPresent(token);
    if (known == null) {
      Caller fresh = verifier.verify(token);
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
