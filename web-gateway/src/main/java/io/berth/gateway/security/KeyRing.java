package io.berth.gateway.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The keys of this installation: one signs, those before it verify until the longest-lived token
 * they signed has expired. Files in {@code keys/}, shared by all nodes of a host: {@code
 * issuer.jwk} and the public halves in {@code retired/}. Thread-safe; blocks on the disk when a key
 * is not known or is renewed.
 */
final class KeyRing {
  /** After which a key that signs no more verifies no more. */
  static final Duration RETIRED_LIFE = TokenRules.MAX_LIFE.plus(TokenRules.SKEW);

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
  private static final int FILE_LIMIT = 8_192;

  private record Verifying(ECKey key, ECDSAVerifier verifier, Instant until) {}

  private record Keys(IssuerKey signing, Map<String, Verifying> verifying, Instant readAt) {}

  private final Path folder;
  private final Duration rotateAfter;
  private final InstantSource clock;
  private volatile Keys keys;

  /**
   * Reads the keys, or makes the first.
   *
   * @param rotateAfter the age at which a key is renewed; zero for never
   */
  KeyRing(Path folder, Duration rotateAfter, InstantSource clock) throws IOException {
    this.folder = folder;
    this.rotateAfter = rotateAfter;
    this.clock = clock;
    reload();
  }

  IssuerKey signing() {
    return keys.signing;
  }

  /** What checks signatures of that key, if it is one of ours and not too old. */
  Optional<ECDSAVerifier> verifier(String id) {
    Verifying known = id == null ? null : keys.verifying.get(id);
    if (known == null && id != null && isStale(LOOK_AGAIN)) {
      reloadOrKeep();
      known = keys.verifying.get(id);
    }
    return Optional.ofNullable(known)
        .filter(k -> clock.instant().isBefore(k.until))
        .map(Verifying::verifier);
  }

  /** The public halves, the signing one first, for {@code /.well-known/jwks.json}. */
  String publicJson() {
    if (isStale(LOOK_AGAIN)) {
      reloadOrKeep();
    }
    Keys now = keys;
    List<JWK> shown = new ArrayList<>();
    shown.add(now.signing.publicHalf());
    now.verifying.forEach(
        (id, key) -> {
          if (!id.equals(now.signing.id()) && clock.instant().isBefore(key.until)) {
            shown.add(key.key);
          }
        });
    return new JWKSet(shown).toString();
  }

  /** Renews the signing key if it is old enough; returns whether it did. */
  synchronized boolean renewIfDue() throws IOException {
    if (rotateAfter.isZero() || !isDue(keys.signing)) {
      return false;
    }
    try (KeyLock held = KeyLock.take(folder)) {
      // why: another node may have renewed it
      reload();
      if (!isDue(keys.signing)) {
        return false;
      }
      replace();
      return true;
    }
  }

  /**
   * Renews the signing key now.
   *
   * @param forget whether all tokens signed before are worthless at once
   */
  synchronized void renew(boolean forget) throws IOException {
    try (KeyLock held = KeyLock.take(folder)) {
      reload();
      if (!forget) {
        replace();
        return;
      }
      IssuerKey.replace(file(), clock.instant());
      for (Path old : retired()) {
        Files.deleteIfExists(old);
      }
      reload();
    }
  }

  private boolean isDue(IssuerKey key) {
    return !clock.instant().isBefore(key.madeAt().plus(rotateAfter));
  }

  /** why the old one first: after a crash in between it signs on, and nothing is lost. */
  private void replace() throws IOException {
    IssuerKey old = keys.signing;
    ECKey half =
        new ECKey.Builder(old.publicHalf())
            .expirationTime(Date.from(clock.instant().plus(RETIRED_LIFE)))
            .build();
    PrivateFiles.folder(folder.resolve("retired"));
    PrivateFiles.replace(
        folder.resolve("retired").resolve(name(half) + ".jwk"), half.toJSONString() + "\n");
    IssuerKey.replace(file(), clock.instant());
    for (Path each : retired()) {
      if (!clock.instant().isBefore(until(read(each)))) {
        Files.deleteIfExists(each);
      }
    }
    reload();
  }

  /** Reads the files again. */
  synchronized void reload() throws IOException {
    Instant now = clock.instant();
    IssuerKey signing = IssuerKey.loadOrCreate(file(), now);
    Map<String, Verifying> verifying = new LinkedHashMap<>();
    verifying.put(signing.id(), verifying(signing.publicHalf(), Instant.MAX));
    for (Path each : retired()) {
      ECKey key = read(each);
      verifying.putIfAbsent(key.getKeyID(), verifying(key, until(key)));
    }
    keys = new Keys(signing, verifying, now);
  }

  private void reloadOrKeep() {
    try {
      reload();
    } catch (IOException e) {
      throw new UncheckedIOException("the keys in " + folder + " cannot be read", e);
    }
  }

  private boolean isStale(Duration age) {
    return !clock.instant().isBefore(keys.readAt.plus(age));
  }

  private List<Path> retired() throws IOException {
    Path old = folder.resolve("retired");
    if (!Files.isDirectory(old)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(old)) {
      return files.filter(f -> f.getFileName().toString().endsWith(".jwk")).sorted().toList();
    }
  }

  private static ECKey read(Path file) throws IOException {
    try {
      ECKey key = ECKey.parse(PrivateFiles.read(file, FILE_LIMIT));
      if (key.isPrivate() || key.getKeyID() == null || key.getExpirationTime() == null) {
        throw new IOException(file + " is no retired key with its end: remove it");
      }
      return key;
    } catch (ParseException e) {
      throw new IOException(file + " is not a JSON Web Key: remove it", e);
    }
  }

  private static Instant until(ECKey key) {
    return key.getExpirationTime().toInstant();
  }

  private static Verifying verifying(ECKey key, Instant until) throws IOException {
    try {
      return new Verifying(key, new ECDSAVerifier(key), until);
    } catch (JOSEException e) {
      throw new IOException("the key " + key.getKeyID() + " does not verify", e);
    }
  }

  private static String name(ECKey key) throws IOException {
    try {
      return key.computeThumbprint().toString();
    } catch (JOSEException e) {
      throw new IOException("this JDK has no SHA-256", e);
    }
  }

  private Path file() {
    return folder.resolve("issuer.jwk");
  }
}
