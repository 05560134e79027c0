package io.berth.gateway.security;

import com.nimbusds.jwt.SignedJWT;
import io.berth.connector.api.KmException;

/** Checks the tokens of an issuer. Any thread; may wait for the issuer's keys, briefly. */
interface TokenCheck {
  /**
   * Who holds the token.
   *
   * @throws TokenRejected when it is not good
   * @throws KmException when that cannot be told now
   */
  Caller verify(SignedJWT token) throws TokenRejected, KmException;
}
