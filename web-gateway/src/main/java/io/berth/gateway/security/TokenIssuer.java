package io.berth.gateway.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.UUID;

/**
 * Signs tokens with the claim names of MicroProfile JWT ({@code groups}, {@code upn}) and our own
 * {@code projects}. Used by the token route and for the admin's token file; any thread.
 */
final class TokenIssuer {
  private final KeyRing keys;
  private final InstantSource clock;

  TokenIssuer(KeyRing keys, InstantSource clock) {
    this.keys = keys;
    this.clock = clock;
  }

  IssuedToken issue(String subject, Role role, Grants grants, Duration life) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    Instant end = now.plus(life);
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer(TokenRules.ISSUER)
            .audience(TokenRules.AUDIENCE)
            .subject(subject)
            .claim(TokenRules.NAME, subject)
            .claim(TokenRules.ROLES, List.of(role.label()))
            .claim(TokenRules.PROJECTS, grants.claim())
            .claim(
                TokenRules.ANALYTICS, grants.analytics().isEmpty() ? null : grants.analyticsClaim())
            .issueTime(Date.from(now))
            .notBeforeTime(Date.from(now))
            .expirationTime(Date.from(end))
            .jwtID(UUID.randomUUID().toString())
            .build();
    return new IssuedToken(sign(claims), claims.getJWTID(), end);
  }

  private String sign(JWTClaimsSet claims) {
    IssuerKey key = keys.signing();
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.ES256).type(JOSEObjectType.JWT).keyID(key.id()).build();
    SignedJWT token = new SignedJWT(header, claims);
    try {
      token.sign(new ECDSASigner(key.pair()));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException("the issuer's key does not sign", e);
    }
  }
}
