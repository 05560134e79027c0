package io.berth.gateway.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;

/**
 * A key pair that this installation signs its tokens with (ES256), kept in {@code keys/issuer.jwk}.
 * The first is made at the first start by whichever node comes first; which one is used, and for
 * how long, is the matter of {@link KeyRing}.
 */
final class IssuerKey {
  private static final int FILE_LIMIT = 8_192;

  private final ECKey key;
  private final Instant madeAt;

  private IssuerKey(ECKey key, Instant madeAt) {
    this.key = key;
    this.madeAt = madeAt;
  }

  /** Reads the key, or makes it if there is none. */
  static IssuerKey loadOrCreate(Path file, Instant now) throws IOException {
    PrivateFiles.folder(file.toAbsolutePath().getParent());
    if (!Files.exists(file)) {
      PrivateFiles.createOnce(file, generate(now).toJSONString() + "\n");
    }
    ECKey key = parse(file, PrivateFiles.read(file, FILE_LIMIT));
    Instant madeAt =
        key.getIssueTime() == null
            ? Files.getLastModifiedTime(file).toInstant()
            : key.getIssueTime().toInstant();
    return new IssuerKey(key, madeAt);
  }

  /** Puts a new key into the file; what was there is gone. */
  static void replace(Path file, Instant now) throws IOException {
    PrivateFiles.replace(file, generate(now).toJSONString() + "\n");
  }

  private static ECKey parse(Path file, String text) throws IOException {
    try {
      ECKey key = ECKey.parse(text);
      if (!key.isPrivate() || !Curve.P_256.equals(key.getCurve()) || key.getKeyID() == null) {
        throw new IOException(file + " holds no private P-256 key with a key id: restore it");
      }
      return key;
    } catch (ParseException e) {
      // why: the message of the cause could quote the key
      throw new IOException(
          file + " is not a JSON Web Key: restore it, or remove it to make every token invalid");
    }
  }

  private static ECKey generate(Instant now) throws IOException {
    try {
      return new ECKeyGenerator(Curve.P_256)
          .keyUse(KeyUse.SIGNATURE)
          .algorithm(JWSAlgorithm.ES256)
          .keyIDFromThumbprint(true)
          .issueTime(Date.from(now))
          .generate();
    } catch (JOSEException e) {
      throw new IOException("this JDK makes no P-256 key", e);
    }
  }

  ECKey pair() {
    return key;
  }

  String id() {
    return key.getKeyID();
  }

  Instant madeAt() {
    return madeAt;
  }

  /** The public half, for {@code /.well-known/jwks.json}. */
  ECKey publicHalf() {
    return key.toPublicJWK();
  }
}
