package io.berth.gateway.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Checks a token from outside, strictly and in an order that does no work for strangers: size,
 * form, algorithm, key, signature, then the claims. Keeps nothing; any thread.
 */
final class TokenVerifier {
  private final IssuerKey key;
  private final ECDSAVerifier signature;
  private final InstantSource clock;

  TokenVerifier(IssuerKey key, InstantSource clock) {
    this.key = key;
    this.clock = clock;
    try {
      this.signature = new ECDSAVerifier(key.pair().toPublicJWK());
    } catch (JOSEException e) {
      throw new IllegalStateException("the issuer's key does not verify", e);
    }
  }

  Caller verify(String token) throws TokenRejected {
    if (token.length() > TokenRules.MAX_TOKEN) {
      throw new TokenRejected("the token is longer than " + TokenRules.MAX_TOKEN + " characters");
    }
    try {
      SignedJWT jwt = SignedJWT.parse(token);
      checkHeader(jwt.getHeader());
      if (!jwt.verify(signature)) {
        throw new TokenRejected("the token's signature is not ours");
      }
      return caller(jwt.getJWTClaimsSet());
    } catch (ParseException | JOSEException | IllegalArgumentException e) {
      throw new TokenRejected("the token is not a well-formed JWT of this installation");
    }
  }

  private void checkHeader(JWSHeader header) throws TokenRejected {
    if (!JWSAlgorithm.ES256.equals(header.getAlgorithm())) {
      throw new TokenRejected("the token's algorithm is not ES256");
    }
    if (!key.id().equals(header.getKeyID())) {
      throw new TokenRejected(
          "the token was signed with a key that this installation does not use");
    }
    Set<String> critical = header.getCriticalParams();
    if (critical != null && !critical.isEmpty()) {
      throw new TokenRejected("the token has critical headers that are not understood");
    }
  }

  private Caller caller(JWTClaimsSet claims) throws ParseException, TokenRejected {
    if (!TokenRules.ISSUER.equals(claims.getIssuer())) {
      throw new TokenRejected("the token's issuer is not '" + TokenRules.ISSUER + "'");
    }
    if (!claims.getAudience().contains(TokenRules.AUDIENCE)) {
      throw new TokenRejected("the token's audience is not '" + TokenRules.AUDIENCE + "'");
    }
    Instant end = checkTimes(claims);
    if (!TokenRules.validSubject(claims.getSubject())) {
      throw new TokenRejected("the token has no usable subject");
    }
    return new Caller(claims.getSubject(), roles(claims), grants(claims), end);
  }

  private Instant checkTimes(JWTClaimsSet claims) throws TokenRejected {
    Instant now = clock.instant();
    Date end = claims.getExpirationTime();
    if (end == null) {
      throw new TokenRejected("the token never expires");
    }
    if (!now.isBefore(end.toInstant().plus(TokenRules.SKEW))) {
      throw new TokenRejected("the token expired");
    }
    Instant soon = now.plus(TokenRules.SKEW);
    if (isAfter(claims.getNotBeforeTime(), soon) || isAfter(claims.getIssueTime(), soon)) {
      throw new TokenRejected("the token is not valid yet");
    }
    return end.toInstant();
  }

  private static boolean isAfter(Date time, Instant limit) {
    return time != null && time.toInstant().isAfter(limit);
  }

  private static Set<Role> roles(JWTClaimsSet claims) throws ParseException, TokenRejected {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    for (String group : strings(claims, TokenRules.ROLES)) {
      Role.of(group).ifPresent(roles::add);
    }
    if (roles.isEmpty()) {
      throw new TokenRejected("the token names no role of Berth in 'groups'");
    }
    return roles;
  }

  private static Grants grants(JWTClaimsSet claims) throws ParseException {
    return Grants.of(strings(claims, TokenRules.PROJECTS))
        .withAnalytics(strings(claims, TokenRules.ANALYTICS));
  }

  private static List<String> strings(JWTClaimsSet claims, String name) throws ParseException {
    List<String> values = claims.getStringListClaim(name);
    return values == null ? List.of() : values;
  }
}
