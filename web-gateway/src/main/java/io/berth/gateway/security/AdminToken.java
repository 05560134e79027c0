package io.berth.gateway.security;

import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.time.InstantSource;

/**
 * The file {@code admin-token}: the first credential of an installation, read by the command. Kept
 * while it verifies with the key that signs now and has a while to live, else written anew.
 */
final class AdminToken {
  private static final Duration LEAST_REST = Duration.ofDays(30);

  private final Path file;
  private final TokenIssuer issuer;
  private final TokenVerifier verifier;
  private final KeyRing keys;
  private final InstantSource clock;

  AdminToken(
      Path file, TokenIssuer issuer, TokenVerifier verifier, KeyRing keys, InstantSource clock) {
    this.file = file;
    this.issuer = issuer;
    this.verifier = verifier;
    this.keys = keys;
    this.clock = clock;
  }

  Path file() {
    return file;
  }

  /** Makes sure that a good token is there; returns whether one was written. */
  boolean ensure() throws IOException {
    if (isGood()) {
      return false;
    }
    String token =
        issuer.issue("admin", Role.ADMIN, Grants.EVERYTHING, TokenRules.ADMIN_FILE_LIFE).token();
    PrivateFiles.folder(file.toAbsolutePath().getParent());
    PrivateFiles.replace(file, token + "\n");
    return true;
  }

  private boolean isGood() throws IOException {
    if (!Files.exists(file)) {
      return false;
    }
    try {
      SignedJWT token = SignedJWT.parse(PrivateFiles.read(file, TokenRules.MAX_TOKEN + 2));
      Caller caller = verifier.verify(token);
      return keys.signing().id().equals(token.getHeader().getKeyID())
          && caller.is(Role.ADMIN)
          && caller.expiresAt().isAfter(clock.instant().plus(LEAST_REST));
    } catch (TokenRejected | ParseException e) {
      return false;
    }
  }
}
