package io.berth.gateway.security;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import java.net.MalformedURLException;
import java.security.Key;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * The published keys of a foreign issuer, fetched when they are needed, kept, and fetched again for
 * a key that is not among them, seldom. While the issuer is away its last keys go on. Any thread;
 * few at once, for seconds at most.
 */
final class ForeignKeys {
  private static final int TIMEOUT_MILLIS = 2_000;
  private static final int SIZE_LIMIT = 128 * 1024;
  private static final Duration KEPT = Duration.ofMinutes(10);
  private static final Duration KEPT_IN_OUTAGE = Duration.ofHours(12);
  private static final Duration SELDOM = Duration.ofSeconds(30);

  /** why: an issuer that does not answer must not hold the container's threads. */
  private static final int AT_ONCE = 16;

  private final String name;
  private final JWSVerificationKeySelector<SecurityContext> selector;
  private final Semaphore places = new Semaphore(AT_ONCE);
  private volatile boolean seen;

  ForeignKeys(ForeignIssuer issuer) {
    this.name = issuer.name();
    this.selector = new JWSVerificationKeySelector<>(issuer.algorithms(), source(issuer));
  }

  private static JWKSource<SecurityContext> source(ForeignIssuer issuer) {
    try {
      return JWKSourceBuilder.create(
              issuer.jwksUrl().toURL(),
              new DefaultResourceRetriever(TIMEOUT_MILLIS, TIMEOUT_MILLIS, SIZE_LIMIT))
          .cache(KEPT.toMillis(), TIMEOUT_MILLIS)
          .refreshAheadCache(false)
          .rateLimited(SELDOM.toMillis())
          .outageTolerant(KEPT_IN_OUTAGE.toMillis())
          .build();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("jwksUrl of " + issuer.name(), e);
    }
  }

  /**
   * The keys that may have signed this; empty if none has.
   *
   * @throws KmException when its keys cannot be had now
   */
  List<Key> of(JWSHeader header) throws KmException {
    if (!places.tryAcquire()) {
      throw away("too many tokens wait for its keys");
    }
    try {
      List<Key> keys = selector.selectJWSKeys(header, null);
      seen = true;
      return keys;
    } catch (KeySourceException e) {
      if (seen) {
        // why: they were fetched before, and what is looked for is not among them
        return List.of();
      }
      throw away("its keys are not to be had: " + e.getMessage());
    } finally {
      places.release();
    }
  }

  private KmException away(String why) {
    return new KmException(
        Problem.UNAVAILABLE,
        "tokens of issuer " + name + " cannot be checked now, " + why,
        Duration.ofSeconds(5),
        null);
  }
}
