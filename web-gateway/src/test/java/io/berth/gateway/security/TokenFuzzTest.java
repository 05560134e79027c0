package io.berth.gateway.security;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import io.berth.connector.api.KmException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** Any line as Authorization, and any claims under our own signature: let in or rejected. */
class TokenFuzzTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  @TempDir static Path folder;
  private static KeyRing ring;
  private static Authenticator authenticator;

  @FuzzTest
  void aTokenIsGoodOrRejected(byte[] data) throws Exception {
    prepare();
    String text = new String(data, ISO_8859_1);
    try {
      authenticator.authenticate(text);
      throw new AssertionError("let in without a signature of ours: " + text);
    } catch (TokenRejected refused) {
      assertThat(refused.getMessage()).hasSizeLessThan(300);
    }
    if (data.length > 0 && data[0] == '{') {
      IssuerKey key = ring.signing();
      JWSObject token =
          new JWSObject(
              new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.id()).build(), new Payload(data));
      token.sign(new ECDSASigner(key.pair()));
      try {
        Caller caller = authenticator.authenticate("Bearer " + token.serialize());
        assertThat(caller.roles()).isNotEmpty();
        assertThat(TokenRules.validSubject(caller.subject())).isTrue();
      } catch (TokenRejected | KmException refused) {
        assertThat(refused.getMessage()).isNotBlank();
      }
    }
  }

  private static void prepare() throws Exception {
    if (authenticator == null) {
      ring = new KeyRing(folder.resolve("keys"), Duration.ZERO, () -> NOW);
      authenticator =
          new Authenticator(
              new Issuers(Map.of("berth", new TokenVerifier(ring, () -> NOW))),
              new RevokedTokens(new FakeRevocations()),
              () -> NOW);
    }
  }
}
