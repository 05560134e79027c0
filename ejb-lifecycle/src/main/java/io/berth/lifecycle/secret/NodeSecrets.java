package io.berth.lifecycle.secret;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * From where this node has each of its secrets: the file that a setting names, else the vault, else
 * a value of the configuration. Made once by the node, which closes it.
 */
public final class NodeSecrets implements AutoCloseable {
  /** What the settings say; all of it may be missing. */
  public record Wanted(
      Optional<Path> databasePasswordFile,
      Optional<String> databasePassword,
      Optional<Path> webhookSecretFile,
      Optional<Path> masterKeyFile,
      Optional<Path> oldMasterKeyFile,
      Optional<VaultSecrets.Place> vault) {}

  private final Wanted wanted;
  private final Optional<VaultSecrets> vault;

  public NodeSecrets(Wanted wanted, LongSupplier nanos, Executor executor) {
    this.wanted = wanted;
    this.vault = wanted.vault().map(place -> new VaultSecrets(place, nanos, executor));
  }

  /** Who we are for PostgreSQL; none where it asks for no password. */
  public Optional<SecretSource> databasePassword() {
    return wanted
        .databasePasswordFile()
        .map(file -> SecretSource.file("berth.database.password-file", file))
        .or(() -> vault.map(v -> v.named("database-password")))
        .or(() -> wanted.databasePassword().map(SecretSource::value));
  }

  /** What signs the posts of events. */
  public Optional<SecretSource> webhookSecret() {
    return wanted
        .webhookSecretFile()
        .map(file -> SecretSource.file("berth.events.webhook.secret-file", file))
        .or(() -> vault.map(v -> v.named("webhook-secret")));
  }

  /** What wraps the keys of projects; an empty text where the vault has none. */
  public Optional<SecretSource> masterKey() {
    return wanted
        .masterKeyFile()
        .map(file -> SecretSource.privateFile("berth.encryption.master-key-file", file))
        .or(() -> vault.map(v -> v.optional("master-key")));
  }

  /** What wrapped them before; there need be none. */
  public Optional<SecretSource> oldMasterKey() {
    return wanted
        .oldMasterKeyFile()
        .map(file -> SecretSource.privateFile("berth.encryption.old-master-key-file", file))
        .or(() -> vault.map(v -> v.optional("old-master-key")));
  }

  @Override
  public void close() {
    vault.ifPresent(VaultSecrets::close);
  }
}
