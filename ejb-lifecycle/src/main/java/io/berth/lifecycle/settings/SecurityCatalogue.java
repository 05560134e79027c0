package io.berth.lifecycle.settings;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The settings of secrets, of TLS and of encryption at rest; part of {@link Catalogue#ALL}. */
final class SecurityCatalogue {
  static final Setting<Integer> HASH_MEMORY =
      count(
          "secrets.hash-memory",
          "19",
          19,
          256,
          "Memory in MiB that the hash of an agent's secret takes while it is computed (Argon2id), two at once; other hashes are made anew when their secret is next seen.");
  static final Setting<Integer> HASH_PASSES =
      count("secrets.hash-passes", "2", 2, 20, "How often that memory is gone through.");

  static final Setting<Optional<Path>> TLS_CERT =
      file(
          "tls.cert",
          "A PEM file with the certificate of the HTTPS listener and its chain; read again when it changes.");
  static final Setting<Optional<Path>> TLS_KEY =
      file(
          "tls.key",
          "A PEM file (0600) with its private key, PKCS #8 without a password; read again when it changes.");
  static final Setting<Integer> TLS_PORT =
      count(
          "tls.port",
          "8443",
          1,
          65_535,
          "Where berth up opens the HTTPS listener; plain HTTP then stays on loopback.");
  static final Setting<Duration> TLS_HSTS =
      new Setting<>(
          Catalogue.PREFIX + "tls.hsts",
          "duration, zero allowed",
          "P180D",
          false,
          "How long browsers must come by HTTPS after an answer that they got by it (Strict-Transport-Security); zero: it is not said.",
          Parsers::notNegative);
  static final Setting<Optional<String>> DATABASE_PASSWORD =
      new Setting<>(
          Catalogue.PREFIX + "database.password",
          "text",
          "",
          false,
          "The database's password from a MicroProfile Config source that keeps secrets; a file or the vault comes before it.",
          text -> text.isEmpty() ? Optional.empty() : Optional.of(text));
  static final Setting<Optional<URI>> VAULT_URL =
      new Setting<>(
          Catalogue.PREFIX + "vault.url",
          "URL, https or of this machine",
          "",
          false,
          "A key-value store that speaks as HashiCorp Vault (KV version 2); secrets without a file of their own come from there.",
          Parsers::optionalHook);
  static final Setting<Optional<Path>> VAULT_TOKEN_FILE =
      file("vault.token-file", "A file (0600) with its token; read again for each question.");
  static final Setting<String> VAULT_PATH =
      new Setting<>(
          Catalogue.PREFIX + "vault.path",
          "path in its API",
          "secret/data/berth",
          false,
          "The document with database-password, webhook-secret, master-key and old-master-key.",
          Parsers::vaultPath);
  static final Setting<Duration> VAULT_TIMEOUT =
      new Setting<>(
          Catalogue.PREFIX + "vault.timeout",
          "duration, up to PT1M",
          "PT3S",
          false,
          "How long its answer may take.",
          Parsers::upToAMinute);

  static final List<Setting<?>> ALL =
      Stream.concat(
              Stream.of(
                  DATABASE_PASSWORD,
                  VAULT_URL,
                  VAULT_TOKEN_FILE,
                  VAULT_PATH,
                  VAULT_TIMEOUT,
                  TLS_CERT,
                  TLS_KEY,
                  TLS_PORT,
                  TLS_HSTS,
                  HASH_MEMORY,
                  HASH_PASSES),
              EncryptionCatalogue.ALL.stream())
          .toList();

  private SecurityCatalogue() {}

  private static Setting<Optional<Path>> file(String key, String meaning) {
    return new Setting<>(Catalogue.PREFIX + key, "path", "", false, meaning, Parsers::optionalPath);
  }

  private static Setting<Integer> count(
      String key, String fallback, int least, int most, String meaning) {
    return new Setting<>(
        Catalogue.PREFIX + key,
        "number, " + least + " to " + most,
        fallback,
        false,
        meaning,
        text -> Parsers.number(text, least, most));
  }
}
