package io.berth.lifecycle.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultSecretsTest {
  @TempDir Path temp;
  private final AtomicLong time = new AtomicLong();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private FakeVault vault;
  private VaultSecrets secrets;
  private SecretSource password;

  @BeforeEach
  void open() throws IOException {
    vault = new FakeVault();
    Files.writeString(temp.resolve("token"), FakeVault.TOKEN + "\n");
    secrets = secrets(FakeVault.PATH, Duration.ofSeconds(30));
    password = secrets.named("database-password");
  }

  private VaultSecrets secrets(String path, Duration timeout) {
    return new VaultSecrets(
        new VaultSecrets.Place(
            vault.url(), SecretSource.file("the token", temp.resolve("token")), path, timeout),
        time::get,
        threads);
  }

  @AfterEach
  void close() {
    vault.close();
    secrets.close();
    threads.shutdownNow();
  }

  @Test
  void oneAnswerIsGoodForAMinuteAndARenewedSecretIsFoundThen() throws IOException {
    assertThat(password.read()).isEqualTo("first");
    vault.body = FakeVault.document("{\"database-password\":\"second\"}");
    assertThat(password.read()).isEqualTo("first");
    assertThat(vault.asked).hasValue(1);
    pass(60);
    assertThat(password.read()).isEqualTo("second");
    assertThat(vault.asked).hasValue(2);
  }

  @Test
  void whileItIsAwayTheLastAnswerIsGoodAndItIsAskedSeldom() throws IOException {
    assertThat(password.read()).isEqualTo("first");
    vault.status = 503;
    pass(60);
    for (int i = 0; i < 10; i++) {
      assertThat(password.read()).isEqualTo("first");
    }
    assertThat(vault.asked).as("a pause after the failure").hasValue(2);
    vault.status = 200;
    vault.body = FakeVault.document("{\"database-password\":\"second\"}");
    pass(10);
    assertThat(password.read()).isEqualTo("second");
  }

  @Test
  void whatIsWrongIsToldWithWhatToCheckAndWithoutTheSecret() throws IOException {
    refused("missing", secrets.named("webhook-secret"), "no text 'webhook-secret'");
    refused("path", secrets("secret/data/else", Duration.ofSeconds(30)).named("x"), "vault.path");
    Files.writeString(temp.resolve("token"), "old");
    refused("token", fresh(), "403", "berth.vault.token-file");
    Files.delete(temp.resolve("token"));
    refused("no token", fresh(), "the token");
    Files.writeString(temp.resolve("token"), FakeVault.TOKEN);
    vault.body = "{\"data\":{\"database-password\":\"hidden\"}}";
    refused("version 1", fresh(), "KV version 2");
    vault.body = "{\"data\": hidden";
    refused("no JSON", fresh(), "not JSON");
    vault.body = "x".repeat(300_000);
    refused("too large", fresh(), "larger");
    vault.body = FakeVault.document("{}");
    vault.status = 302;
    refused("elsewhere", fresh(), "302");
  }

  @Test
  void anAnswerThatDoesNotEndIsGivenUp() {
    vault.silent = true;
    refused(
        "silent",
        secrets(FakeVault.PATH, Duration.ofMillis(200)).named("database-password"),
        "did not answer");
  }

  @Test
  void aFileComesBeforeTheVaultAndTheVaultBeforeTheConfiguration() throws IOException {
    Files.writeString(temp.resolve("file"), "of the file\n");
    assertThat(from(true, true)).isEqualTo("of the file");
    assertThat(from(false, true)).isEqualTo("first");
    assertThat(from(false, false)).isEqualTo("of the configuration");
  }

  private String from(boolean file, boolean fromVault) throws IOException {
    NodeSecrets.Wanted wanted =
        new NodeSecrets.Wanted(
            Optional.of(temp.resolve("file")).filter(f -> file),
            Optional.of("of the configuration"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(
                    new VaultSecrets.Place(
                        vault.url(),
                        SecretSource.value(FakeVault.TOKEN),
                        FakeVault.PATH,
                        Duration.ofSeconds(30)))
                .filter(v -> fromVault));
    try (NodeSecrets all = new NodeSecrets(wanted, time::get, threads)) {
      return all.databasePassword().orElseThrow().read();
    }
  }

  private SecretSource fresh() {
    return secrets(FakeVault.PATH, Duration.ofSeconds(30)).named("database-password");
  }

  private static void refused(String what, SecretSource source, String... told) {
    assertThatThrownBy(source::read)
        .as(what)
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll(told)
        .hasMessageNotContaining("hidden");
  }

  private void pass(long seconds) {
    time.addAndGet(Duration.ofSeconds(seconds).toNanos());
  }
}
