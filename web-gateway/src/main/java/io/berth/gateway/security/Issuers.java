package io.berth.gateway.security;

import com.nimbusds.jwt.SignedJWT;
import io.berth.connector.api.KmException;
import java.text.ParseException;
import java.util.Map;

/**
 * Brings a token to the check of the issuer that it names; the name is worth nothing until that
 * check has seen the signature. Immutable, any thread.
 */
final class Issuers {
  private final Map<String, TokenCheck> byName;

  /**
   * @param byName the checks by the claim {@code iss}
   */
  Issuers(Map<String, TokenCheck> byName) {
    this.byName = Map.copyOf(byName);
  }

  Caller verify(String token) throws TokenRejected, KmException {
    if (token.length() > TokenRules.MAX_TOKEN) {
      throw new TokenRejected("the token is longer than " + TokenRules.MAX_TOKEN + " characters");
    }
    try {
      SignedJWT jwt = SignedJWT.parse(token);
      String issuer = jwt.getJWTClaimsSet().getIssuer();
      TokenCheck check = issuer == null ? null : byName.get(issuer);
      if (check == null) {
        throw new TokenRejected("the token's issuer is not one that is trusted here");
      }
      return check.verify(jwt);
    } catch (ParseException | IllegalArgumentException e) {
      throw new TokenRejected("the token is not a well-formed JWT");
    }
  }
}
