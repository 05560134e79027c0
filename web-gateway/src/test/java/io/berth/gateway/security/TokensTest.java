package io.berth.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.berth.connector.api.KmException;
import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.token.Revocation;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokensTest {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir Path folder;
  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private KeyRing ring;
  private IssuerKey key;
  private TokenIssuer issuer;
  private Authenticator authenticator;
  private final FakeRevocations revocations = new FakeRevocations();
  private final RevokedTokens revoked = new RevokedTokens(revocations);

  @BeforeEach
  void makeKey() throws Exception {
    ring = new KeyRing(folder.resolve("keys"), Duration.ZERO, now::get);
    key = ring.signing();
    issuer = new TokenIssuer(ring, now::get);
    Issuers issuers = new Issuers(Map.of("berth", new TokenVerifier(ring, now::get)));
    authenticator = new Authenticator(issuers, revoked, now::get);
  }

  @Test
  void aTokenBringsItsSubjectRoleAndGrants() throws Exception {
    Caller caller = authenticator.authenticate("Bearer " + agentToken());
    assertThat(caller.getName()).isEqualTo("bot");
    assertThat(caller.roles()).containsExactly(Role.AGENT);
    assertThat(caller.grants().projects()).containsExactly(new ProjectId("alpha"));
    assertThat(caller.grants().all()).isFalse();
    assertThat(caller.expiresAt()).isEqualTo(START.plus(Duration.ofHours(1)));
  }

  @Test
  void theSchemeIsReadInAnyCaseAndNothingElseIsAScheme() throws Exception {
    assertThat(authenticator.authenticate("bEaReR  " + agentToken()).subject()).isEqualTo("bot");
    rejected(null, "a token is required");
    rejected("Basic YTpi", "not 'Bearer'");
    rejected("Bearer", "not 'Bearer'");
    rejected("Bearer ", "not 'Bearer'");
    rejected("Bearer nonsense", "well-formed");
  }

  @Test
  void aNullAmongTheProjectsIsNoProject() throws Exception {
    List<String> projects = java.util.Arrays.asList(null, "alpha");
    String token = sign(key, key.id(), claims(c -> c.claim("projects", projects)));
    assertThat(authenticator.authenticate("Bearer " + token).grants().projects())
        .containsExactly(new ProjectId("alpha"));
  }

  @Test
  void aTokenEndsWithItsTimeAlsoWhenItIsRemembered() throws Exception {
    String header = "Bearer " + agentToken();
    authenticator.authenticate(header);
    assertThat(authenticator.remembered()).isEqualTo(1);
    now.set(START.plus(Duration.ofHours(1)).plus(TokenRules.SKEW).minusSeconds(1));
    assertThat(authenticator.authenticate(header).subject()).isEqualTo("bot");
    now.set(START.plus(Duration.ofHours(1)).plus(TokenRules.SKEW));
    rejected(header, "expired");
    assertThat(authenticator.remembered()).isZero();
    rejected(header, "expired");
  }

  @Test
  void aTokenChangedInAnyPartIsRefusedAndNotRemembered() throws Exception {
    String[] parts = agentToken().split("\\.");
    String[] admin =
        issuer.issue("x", Role.ADMIN, Grants.EVERYTHING, Duration.ofHours(1)).token().split("\\.");
    rejected("Bearer " + parts[0] + "." + admin[1] + "." + parts[2], "signature");
    String flipped = (parts[2].charAt(0) == 'A' ? "B" : "A") + parts[2].substring(1);
    rejected("Bearer " + parts[0] + "." + parts[1] + "." + flipped, "signature");
    rejected("Bearer " + parts[0] + "." + parts[1] + ".", "well-formed");
    rejected("Bearer " + parts[0] + "." + parts[1], "well-formed");
    assertThat(authenticator.remembered()).isZero();
  }

  @Test
  void onlyEs256WithOurKeyIsAccepted() throws Exception {
    rejected("Bearer " + new PlainJWT(claims(c -> c)).serialize(), "well-formed");
    SignedJWT hmac =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(key.id()).build(), claims(c -> c));
    hmac.sign(new MACSigner(ring.publicJson().getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    rejected("Bearer " + hmac.serialize(), "not ES256");
    IssuerKey other = IssuerKey.loadOrCreate(folder.resolve("other/issuer.jwk"), START);
    rejected("Bearer " + sign(other, other.id(), claims(c -> c)), "key that this installation");
    rejected("Bearer " + sign(other, key.id(), claims(c -> c)), "signature");
    rejected("Bearer " + sign(key, null, claims(c -> c)), "key that this installation");
  }

  @Test
  void issuerAudienceAndTimesAreChecked() throws Exception {
    refused(c -> c.issuer("elsewhere"), "issuer");
    refused(c -> c.issuer(null), "issuer");
    refused(c -> c.audience("other"), "audience");
    refused(c -> c.audience((String) null), "audience");
    refused(c -> c.expirationTime(null), "never expires");
    refused(c -> c.expirationTime(at(START.minusSeconds(31))), "expired");
    refused(c -> c.notBeforeTime(at(START.plusSeconds(31))), "not valid yet");
    refused(c -> c.issueTime(at(START.plusSeconds(31))), "not valid yet");
    assertThat(
            authenticator
                .authenticate(
                    "Bearer "
                        + sign(
                            key, key.id(), claims(c -> c.notBeforeTime(at(START.plusSeconds(29))))))
                .subject())
        .isEqualTo("bot");
  }

  @Test
  void subjectRolesAndProjectsMustMakeSense() throws Exception {
    refused(c -> c.subject(null), "subject");
    refused(c -> c.subject("a b"), "subject");
    refused(c -> c.subject("line\nbreak"), "subject");
    refused(c -> c.claim("groups", List.of("root")), "no role");
    refused(c -> c.claim("groups", null), "no role");
    refused(c -> c.claim("groups", "admin"), "well-formed");
    refused(c -> c.claim("projects", List.of("Not_Valid")), "well-formed");
    refused(c -> c.claim("projects", List.of(1, 2)), "well-formed");
  }

  @Test
  void aRevokedTokenIsRefusedAlsoWhenItIsRemembered() throws Exception {
    IssuedToken one = issuer.issue("bot", Role.AGENT, Grants.NONE, Duration.ofHours(1));
    IssuedToken two = issuer.issue("bot", Role.AGENT, Grants.NONE, Duration.ofHours(1));
    assertThat(authenticator.authenticate("Bearer " + one.token()).tokenId()).isEqualTo(one.id());
    revocations.add(Revocation.Kind.TOKEN, one.id(), START);
    assertThat(authenticator.authenticate("Bearer " + one.token()).subject()).isEqualTo("bot");
    revoked.reload();
    rejected("Bearer " + one.token(), "revoked");
    assertThat(authenticator.authenticate("Bearer " + two.token()).subject()).isEqualTo("bot");
  }

  @Test
  void aRevokedSubjectNeedsATokenMadeLater() throws Exception {
    String old = agentToken();
    revocations.add(Revocation.Kind.SUBJECT, "bot", START.plusMillis(500));
    rejected("Bearer " + old, "tokens of this subject were revoked");
    rejected("Bearer " + sign(key, key.id(), claims(c -> c)), "tokens of this subject");
    now.set(START.plusSeconds(1));
    assertThat(authenticator.authenticate("Bearer " + agentToken()).subject()).isEqualTo("bot");
  }

  @Test
  void nobodyIsLetInBeforeTheRevocationsAreKnown() throws Exception {
    String header = "Bearer " + agentToken();
    revocations.away = true;
    assertThatThrownBy(() -> authenticator.authenticate(header)).isInstanceOf(KmException.class);
    revocations.away = false;
    assertThat(authenticator.authenticate(header).subject()).isEqualTo("bot");
    revocations.away = true;
    assertThat(authenticator.authenticate(header).subject()).as("once known").isEqualTo("bot");
  }

  @Test
  void anOversizedTokenIsRefusedBeforeItIsRead() {
    rejected("Bearer " + "a".repeat(TokenRules.MAX_TOKEN + 1), "longer than");
  }

  private void refused(UnaryOperator<JWTClaimsSet.Builder> change, String why) throws Exception {
    rejected("Bearer " + sign(key, key.id(), claims(change)), why);
  }

  private void rejected(String header, String why) {
    assertThatThrownBy(() -> authenticator.authenticate(header))
        .isInstanceOf(TokenRejected.class)
        .hasMessageContaining(why);
  }

  private String agentToken() {
    Grants alpha = new Grants(false, Set.of(new ProjectId("alpha")));
    return issuer.issue("bot", Role.AGENT, alpha, Duration.ofHours(1)).token();
  }

  private static JWTClaimsSet claims(UnaryOperator<JWTClaimsSet.Builder> change) {
    return change
        .apply(
            new JWTClaimsSet.Builder()
                .issuer("berth")
                .audience("berth")
                .subject("bot")
                .claim("groups", List.of("agent"))
                .claim("projects", List.of("alpha"))
                .expirationTime(at(START.plusSeconds(3_600))))
        .build();
  }

  private static String sign(IssuerKey with, String keyId, JWTClaimsSet claims) throws Exception {
    JWSSigner signer = new ECDSASigner(with.pair());
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256).type(JOSEObjectType.JWT).keyID(keyId).build(),
            claims);
    token.sign(signer);
    return token.serialize();
  }

  private static Date at(Instant time) {
    return Date.from(time);
  }
}
