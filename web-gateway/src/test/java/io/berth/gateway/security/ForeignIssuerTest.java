package io.berth.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.berth.connector.api.KmException;
import io.berth.connector.api.ProjectId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens of an issuer elsewhere, whose keys come over a real socket. */
class ForeignIssuerTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir Path folder;
  private FakeIssuer issuer;
  private RSAKey key;
  private String options = "";

  @BeforeEach
  void start() throws Exception {
    issuer = new FakeIssuer();
    key = issuer.publish("k1");
  }

  @AfterEach
  void stop() throws Exception {
    issuer.close();
  }

  @Test
  void groupsBecomeRolesAndGrantsAndTheSubjectBearsTheIssuersName() throws Exception {
    Caller caller = open().verify(token(c -> c));
    assertThat(caller.subject()).isEqualTo("team:ann");
    assertThat(caller.roles()).containsExactly(Role.AGENT);
    assertThat(caller.grants().projects())
        .containsExactlyInAnyOrder(new ProjectId("alpha"), new ProjectId("beta"));
    assertThat(caller.grants().all()).isFalse();
    assertThat(caller.expiresAt()).isEqualTo(NOW.plusSeconds(3_600));
  }

  @Test
  void keysAreFetchedOnceAndAgainForOneThatIsNew() throws Exception {
    Issuers issuers = open();
    for (int i = 0; i < 5; i++) {
      issuers.verify(token(c -> c));
    }
    assertThat(issuer.fetches).hasValue(1);
    key = issuer.publish("k2");
    assertThat(issuers.verify(token(c -> c)).subject()).isEqualTo("team:ann");
    assertThat(issuer.fetches).hasValue(2);
  }

  @Test
  void strangersKeysAreLookedForSeldom() throws Exception {
    Issuers issuers = open();
    issuers.verify(token(c -> c));
    List<RSAKey> strangers = List.of(FakeIssuer.key("s1"), FakeIssuer.key("s2"));
    for (int i = 0; i < 20; i++) {
      key = strangers.get(i % 2);
      refused(issuers, token(c -> c), "signature");
    }
    assertThat(issuer.fetches.get()).isLessThanOrEqualTo(3);
  }

  @Test
  void nothingIsFetchedForATokenThatIsWrongAnyway() throws Exception {
    Issuers issuers = open();
    refused(issuers, token(c -> c.audience("another")), "audience");
    refused(issuers, token(c -> c.audience((String) null)), "audience");
    refused(issuers, token(c -> c.issuer("https://evil.example")), "issuer is not one");
    refused(issuers, token(c -> c.expirationTime(at(NOW.minusSeconds(31)))), "expired");
    refused(issuers, token(c -> c.expirationTime(null)), "never expires");
    refused(issuers, token(c -> c.notBeforeTime(at(NOW.plusSeconds(31)))), "not valid yet");
    assertThat(issuer.fetches).hasValue(0);
  }

  @Test
  void signaturesOfOtherKindsOrKeysAreNone() throws Exception {
    Issuers issuers = open();
    refused(issuers, new PlainJWT(claims(c -> c)).serialize(), "well-formed");
    SignedJWT hmac =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("k1").build(), claims(c -> c));
    hmac.sign(new MACSigner(key.toRSAPublicKey().getEncoded()));
    refused(issuers, hmac.serialize(), "algorithm");
    RSAKey impostor = FakeIssuer.key("k1");
    refused(issuers, FakeIssuer.sign(impostor, JOSEObjectType.JWT, claims(c -> c)), "signature");
    refused(
        issuers,
        FakeIssuer.sign(key, new JOSEObjectType("dpop+jwt"), claims(c -> c)),
        "type is neither");
  }

  @Test
  void whoHasNoGroupThatIsMappedHasNoRole() throws Exception {
    Issuers issuers = open();
    refused(issuers, token(c -> c.claim("groups", List.of("strangers"))), "has a role");
    refused(issuers, token(c -> c.claim("groups", null)), "has a role");
    refused(issuers, token(c -> c.claim("groups", List.of("admin"))), "has a role");
    refused(issuers, token(c -> c.subject(null)), "usable 'sub'");
    refused(issuers, token(c -> c.subject("a b")), "usable 'sub'");
  }

  @Test
  void claimsMayStandDeeperAndProjectsInTheToken() throws Exception {
    options =
        ",'groupsClaim':'realm_access.roles','projectsClaim':'berth','subjectClaim':'name',"
            + "'namesAgents':true";
    Caller caller =
        open()
            .verify(
                token(
                    c ->
                        c.claim("realm_access", Map.of("roles", List.of("writers")))
                            .claim("berth", "gamma delta")
                            .claim("name", "bot-7")));
    assertThat(caller.subject()).isEqualTo("bot-7");
    assertThat(caller.grants().claim()).containsExactly("alpha", "beta", "delta", "gamma");
  }

  @Test
  void whileTheIssuerIsAwayNobodyIsJudgedAndWhoIsKnownGoesOn() throws Exception {
    Issuers before = open();
    before.verify(token(c -> c));
    Issuers after = open();
    issuer.close();
    assertThat(before.verify(token(c -> c)).subject()).isEqualTo("team:ann");
    assertThatThrownBy(() -> after.verify(token(c -> c)))
        .isInstanceOf(KmException.class)
        .hasMessageContaining("team");
  }

  @Test
  void keysThatAreNoneOrTooManyAreNotTaken() throws Exception {
    issuer.body = "{\"keys\":[";
    assertThatThrownBy(() -> open().verify(token(c -> c))).isInstanceOf(KmException.class);
    issuer.body = " ".repeat(1024 * 1024) + issuer.jwks();
    assertThatThrownBy(() -> open().verify(token(c -> c))).isInstanceOf(KmException.class);
  }

  private Issuers open() throws Exception {
    Path file = folder.resolve("issuers.json");
    String json =
        "{'issuers':[{'name':'team','issuer':'"
            + FakeIssuer.NAME
            + "','audiences':['berth-prod'],'jwksUrl':'"
            + issuer.url()
            + "','roles':{'writers':'agent','bosses':'operator'},"
            + "'projects':{'writers':'alpha, beta'}"
            + options
            + "}]}";
    Files.writeString(file, json.replace('\'', '"'));
    ForeignIssuer read = ForeignIssuersFile.read(file).get(0);
    return new Issuers(
        Map.of(
            read.issuer(),
            new ForeignVerifier(read, new ForeignKeys(read), InstantSource.fixed(NOW))));
  }

  private String token(UnaryOperator<JWTClaimsSet.Builder> change) throws Exception {
    return FakeIssuer.sign(key, JOSEObjectType.JWT, claims(change));
  }

  private static JWTClaimsSet claims(UnaryOperator<JWTClaimsSet.Builder> change) {
    return change
        .apply(
            new JWTClaimsSet.Builder()
                .issuer(FakeIssuer.NAME)
                .audience(List.of("other", "berth-prod"))
                .subject("ann")
                .claim("groups", List.of("writers", "unknown"))
                .issueTime(at(NOW))
                .expirationTime(at(NOW.plusSeconds(3_600))))
        .build();
  }

  private static void refused(Issuers issuers, String token, String why) {
    assertThatThrownBy(() -> issuers.verify(token))
        .isInstanceOf(TokenRejected.class)
        .hasMessageContaining(why);
  }

  private static Date at(Instant time) {
    return Date.from(time);
  }
}
