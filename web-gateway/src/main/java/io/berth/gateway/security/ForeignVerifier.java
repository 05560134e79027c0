package io.berth.gateway.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.berth.connector.api.KmException;
import java.security.Key;
import java.text.ParseException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Checks the tokens of one foreign issuer: algorithm, key, signature, then issuer, audience and
 * times; turns its groups into roles and grants. Any thread.
 */
final class ForeignVerifier implements TokenCheck {
  private static final Set<JOSEObjectType> TYPES =
      Set.of(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"));

  private final ForeignIssuer issuer;
  private final ForeignKeys keys;
  private final InstantSource clock;

  ForeignVerifier(ForeignIssuer issuer, ForeignKeys keys, InstantSource clock) {
    this.issuer = issuer;
    this.keys = keys;
    this.clock = clock;
  }

  @Override
  public Caller verify(SignedJWT token) throws TokenRejected, KmException {
    checkHeader(token.getHeader());
    try {
      // why the claims before the key: a stranger must not make us fetch keys
      JWTClaimsSet claims = token.getJWTClaimsSet();
      Instant end = checkClaims(claims);
      if (!isSigned(token)) {
        throw new TokenRejected("the token's signature is not of " + issuer.name());
      }
      return caller(claims, end);
    } catch (ParseException | JOSEException | IllegalArgumentException e) {
      throw new TokenRejected("the token is not a well-formed JWT of " + issuer.name());
    }
  }

  private void checkHeader(JWSHeader header) throws TokenRejected {
    if (!issuer.algorithms().contains(header.getAlgorithm())) {
      throw new TokenRejected(
          "the token's algorithm is not one that is accepted from " + issuer.name());
    }
    if (header.getType() != null && !TYPES.contains(header.getType())) {
      throw new TokenRejected("the token's type is neither JWT nor at+jwt");
    }
    if (header.getCriticalParams() != null && !header.getCriticalParams().isEmpty()) {
      throw new TokenRejected("the token has critical headers that are not understood");
    }
  }

  private Instant checkClaims(JWTClaimsSet claims) throws TokenRejected {
    if (!issuer.issuer().equals(claims.getIssuer())) {
      throw new TokenRejected("the token's issuer is not " + issuer.name());
    }
    if (claims.getAudience().stream().noneMatch(issuer.audiences()::contains)) {
      throw new TokenRejected("the token's audience is not one that is accepted here");
    }
    return TokenTimes.check(claims, clock.instant());
  }

  private boolean isSigned(SignedJWT token) throws KmException, JOSEException {
    DefaultJWSVerifierFactory verifiers = new DefaultJWSVerifierFactory();
    for (Key key : keys.of(token.getHeader())) {
      if (token.verify(verifiers.createJWSVerifier(token.getHeader(), key))) {
        return true;
      }
    }
    return false;
  }

  private Caller caller(JWTClaimsSet claims, Instant end) throws TokenRejected {
    String subject = issuer.subject(String.valueOf(claims.getClaim(issuer.subjectClaim())));
    if (claims.getClaim(issuer.subjectClaim()) == null || !TokenRules.validSubject(subject)) {
      throw new TokenRejected("the token has no usable '" + issuer.subjectClaim() + "'");
    }
    List<String> groups = texts(claims.getClaims(), issuer.groupsClaim());
    Set<Role> roles = EnumSet.noneOf(Role.class);
    groups.stream()
        .filter(issuer.roles()::containsKey)
        .map(issuer.roles()::get)
        .forEach(roles::add);
    if (roles.isEmpty()) {
      throw new TokenRejected(
          "none of the token's '" + issuer.groupsClaim() + "' has a role in Berth");
    }
    List<String> named =
        issuer.projectsClaim().map(claim -> texts(claims.getClaims(), claim)).orElse(List.of());
    return new Caller(
        subject,
        roles,
        issuer.grants(groups, named),
        end,
        issuer.name() + ":" + TokenTimes.id(claims),
        TokenTimes.issuedAt(claims));
  }

  /** The texts of a claim, which is one, or a list, or deeper in an object. */
  private static List<String> texts(Map<?, ?> claims, String path) {
    Object value = claims.get(path);
    int dot = path.indexOf('.');
    if (value == null && dot > 0 && claims.get(path.substring(0, dot)) instanceof Map<?, ?> deep) {
      return texts(deep, path.substring(dot + 1));
    }
    if (value instanceof String text) {
      return List.of(text.split(" "));
    }
    return value instanceof Collection<?> many
        ? many.stream().filter(String.class::isInstance).map(String.class::cast).toList()
        : List.of();
  }
}
