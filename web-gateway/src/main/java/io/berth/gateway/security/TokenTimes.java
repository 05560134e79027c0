package io.berth.gateway.security;

import com.nimbusds.jwt.JWTClaimsSet;
import java.time.Instant;
import java.util.Date;

/** The claims about time and the token itself, read alike for every issuer. Pure. */
final class TokenTimes {
  private TokenTimes() {}

  /** The end of the token, if it is good now. */
  static Instant check(JWTClaimsSet claims, Instant now) throws TokenRejected {
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

  /** When it was made; without that, it counts as older than every revocation. */
  static Instant issuedAt(JWTClaimsSet claims) {
    return claims.getIssueTime() == null ? Instant.EPOCH : claims.getIssueTime().toInstant();
  }

  /** Its id; empty if it has none. */
  static String id(JWTClaimsSet claims) {
    return claims.getJWTID() == null ? "" : claims.getJWTID();
  }
}
