package io.berth.lifecycle.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The settings of how secrets are kept and of TLS; named in {@link Catalogue#ALL} like all others. */
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

  private SecurityCatalogue() {}

  private static Setting<Optional<Path>> file(String key, String meaning) {
    return new Setting<>(
        Catalogue.PREFIX + key, "path", "", false, meaning, Parsers::optionalPath);
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
