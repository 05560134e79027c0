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
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Checks a token of our own, strictly and in an order that does no work for strangers: algorithm,
 * key, signature, then the claims. Keeps nothing; any thread.
 */
final class TokenVerifier implements TokenCheck {
  private final KeyRing keys;
  private final InstantSource clock;

  TokenVerifier(KeyRing keys, InstantSource clock) {
    this.keys = keys;
    this.clock = clock;
  }

  @Override
  public Caller verify(SignedJWT jwt) throws TokenRejected {
    try {
      if (!jwt.verify(signature(jwt.getHeader()))) {
        throw new TokenRejected("the token's signature is not ours");
      }
      return caller(jwt.getJWTClaimsSet());
    } catch (ParseException | JOSEException | IllegalArgumentException e) {
      throw new TokenRejected("the token is not a well-formed JWT of this installation");
    }
  }

  private ECDSAVerifier signature(JWSHeader header) throws TokenRejected {
    if (!JWSAlgorithm.ES256.equals(header.getAlgorithm())) {
      throw new TokenRejected("the token's algorithm is not ES256");
    }
    Set<String> critical = header.getCriticalParams();
    if (critical != null && !critical.isEmpty()) {
      throw new TokenRejected("the token has critical headers that are not understood");
    }
    return keys.verifier(header.getKeyID())
        .orElseThrow(
            () ->
                new TokenRejected(
                    "the token was signed with a key that this installation does not use"));
  }

  private Caller caller(JWTClaimsSet claims) throws ParseException, TokenRejected {
    if (!TokenRules.ISSUER.equals(claims.getIssuer())) {
      throw new TokenRejected("the token's issuer is not '" + TokenRules.ISSUER + "'");
    }
    if (!claims.getAudience().contains(TokenRules.AUDIENCE)) {
      throw new TokenRejected("the token's audience is not '" + TokenRules.AUDIENCE + "'");
    }
    Instant end = TokenTimes.check(claims, clock.instant());
    if (!TokenRules.validSubject(claims.getSubject())) {
      throw new TokenRejected("the token has no usable subject");
    }
    return new Caller(
        claims.getSubject(),
        roles(claims),
        grants(claims),
        end,
        TokenTimes.id(claims),
        TokenTimes.issuedAt(claims));
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
    // why: a list of JSON may hold null, which is no text of ours
    return values == null ? List.of() : values.stream().filter(Objects::nonNull).toList();
  }
}
