package io.berth.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecurityRealmTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  @TempDir Path data;

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
    realm.open(data, InstantSource.fixed(now));
    return realm;
  }

  private String token() throws Exception {
    return Files.readString(data.resolve("admin-token")).strip();
  }

  private String mode(String file) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve(file)));
  }
}
