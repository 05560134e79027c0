package io.berth.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.lifecycle.settings.BerthSettings;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecurityRealmTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  @TempDir Path data;
  private final Map<String, String> settings = new HashMap<>();

  @Test
  void theFirstStartWritesAKeyAndAnAdminTokenThatOnlyTheOwnerReads() throws Exception {
    SecurityRealm realm = start(NOW);
    assertThat(mode("keys/issuer.jwk")).isEqualTo("rw-------");
    assertThat(mode("keys")).isEqualTo("rwx------");
    assertThat(mode("admin-token")).isEqualTo("rw-------");
    Caller admin = realm.authenticator().authenticate("Bearer " + token());
    assertThat(admin.is(Role.ADMIN)).isTrue();
    assertThat(admin.grants().all()).isTrue();
    assertThat(data).isDirectoryNotContaining(f -> f.getFileName().toString().startsWith("."));
    assertThat(realm.jwks()).contains("\"EC\"").doesNotContain("\"d\"");
  }

  @Test
  void theNextStartKeepsBoth() throws Exception {
    start(NOW);
    String key = Files.readString(data.resolve("keys/issuer.jwk"));
    String token = token();
    start(NOW.plus(Duration.ofDays(30)));
    assertThat(Files.readString(data.resolve("keys/issuer.jwk"))).isEqualTo(key);
    assertThat(token()).isEqualTo(token);
  }

  @Test
  void anOldKeyIsRenewedTheAdminTokenWithItAndOldTokensGoOn() throws Exception {
    SecurityRealm first = start(NOW);
    String admin = token();
    String theirs = first.issue("x", Role.AGENT, Grants.NONE, Duration.ofDays(90)).token();
    Instant later = NOW.plus(Duration.ofDays(89));
    assertThat(start(later).jwks()).isEqualTo(first.jwks());
    settings.put("berth.keys.rotate-after", "P30D");
    SecurityRealm second = start(later);
    assertThat(second.jwks()).isNotEqualTo(first.jwks());
    assertThat(token()).isNotEqualTo(admin);
    for (String each : List.of(token(), admin, theirs)) {
      second.authenticator().authenticate("Bearer " + each);
    }
    SecurityRealm third = start(later.plus(KeyRing.RETIRED_LIFE));
    assertThat(third.authenticator().authenticate("Bearer " + token()).is(Role.ADMIN)).isTrue();
    assertThatThrownBy(() -> third.authenticator().authenticate("Bearer " + admin))
        .isInstanceOf(TokenRejected.class);
  }

  @Test
  void aTokenIsSignedWithANewKeyWhenTheOldOneIsTooOldThen() throws Exception {
    settings.put("berth.keys.rotate-after", "PT1H");
    AtomicReference<Instant> time = new AtomicReference<>(NOW);
    SecurityRealm realm = new SecurityRealm();
    realm.open(data, BerthSettings.read(settings).edge(), new FakeRevocations(), time::get);
    String before = realm.jwks();
    time.set(NOW.plus(Duration.ofHours(1)));
    String token = realm.issue("x", Role.AGENT, Grants.NONE, Duration.ofHours(1)).token();
    assertThat(realm.jwks()).isNotEqualTo(before);
    assertThat(realm.authenticator().authenticate("Bearer " + token).subject()).isEqualTo("x");
    assertThat(realm.authenticator().authenticate("Bearer " + token()).is(Role.ADMIN)).isTrue();
  }

  @Test
  void aKeyThatIsForgottenTakesAllItsTokensWithIt() throws Exception {
    SecurityRealm realm = start(NOW);
    String admin = token();
    realm.authenticator().authenticate("Bearer " + admin);
    realm.renewKey(true);
    assertThatThrownBy(() -> realm.authenticator().authenticate("Bearer " + admin))
        .isInstanceOf(TokenRejected.class);
    assertThat(realm.authenticator().authenticate("Bearer " + token()).is(Role.ADMIN)).isTrue();
  }

  @Test
  void aBrokenFileOfIssuersStopsTheStartAndSaysWhere() throws Exception {
    Path file = data.resolve("issuers.json");
    Files.writeString(file, "{\"issuers\":[{\"name\":\"kc\",\"isuer\":\"x\"}]}");
    settings.put("berth.issuers-file", file.toString());
    assertThatThrownBy(() -> start(NOW))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("issuers.json")
        .hasMessageContaining("isuer");
  }

  @Test
  void anAdminTokenThatDoesNotVerifyIsWrittenAnew() throws Exception {
    start(NOW);
    Files.delete(data.resolve("keys/issuer.jwk"));
    String old = token();
    SecurityRealm realm = start(NOW);
    assertThat(token()).isNotEqualTo(old);
    assertThat(realm.authenticator().authenticate("Bearer " + token()).is(Role.ADMIN)).isTrue();
    assertThatThrownBy(() -> realm.authenticator().authenticate("Bearer " + old))
        .isInstanceOf(TokenRejected.class);
  }

  @Test
  void aTokenOfALesserRoleInTheFileIsReplaced() throws Exception {
    SecurityRealm realm = start(NOW);
    String agent = realm.issue("x", Role.AGENT, Grants.NONE, Duration.ofDays(90)).token();
    Files.writeString(data.resolve("admin-token"), agent);
    assertThat(start(NOW).authenticator().authenticate("Bearer " + token()).is(Role.ADMIN))
        .isTrue();
  }

  @Test
  void filesThatOthersCouldReadAreClosed() throws Exception {
    start(NOW);
    Files.setPosixFilePermissions(
        data.resolve("keys/issuer.jwk"), PosixFilePermissions.fromString("rw-r--r--"));
    start(NOW);
    assertThat(mode("keys/issuer.jwk")).isEqualTo("rw-------");
  }

  @Test
  void aBrokenKeyStopsTheStartAndSaysWhichFileWithoutQuotingIt() throws Exception {
    Files.createDirectories(data.resolve("keys"));
    Files.writeString(data.resolve("keys/issuer.jwk"), "{\"d\":\"my-secret\"");
    assertThatThrownBy(() -> start(NOW))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("issuer.jwk")
        .hasMessageNotContaining("my-secret");
    assertThat(data.resolve("admin-token")).doesNotExist();
  }

  private SecurityRealm start(Instant now) {
    SecurityRealm realm = new SecurityRealm();
    realm.open(
        data, BerthSettings.read(settings).edge(), new FakeRevocations(), InstantSource.fixed(now));
    return realm;
  }

  private String token() throws Exception {
    return Files.readString(data.resolve("admin-token")).strip();
  }

  private String mode(String file) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve(file)));
  }
}
