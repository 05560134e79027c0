package io.berth.gateway.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A certificate with its chain and its private key, which belong together. Immutable; read from two
 * PEM files, strictly: what is wrong is told with the file and what to do.
 */
record PemIdentity(List<X509Certificate> chain, PrivateKey key) {
  private static final int LIMIT = 1024 * 1024;
  private static final List<String> ALGORITHMS = List.of("EC", "RSA", "EdDSA");
  private static final Map<String, String> SIGNATURES =
      Map.of("EC", "SHA256withECDSA", "RSA", "SHA256withRSA", "EdDSA", "EdDSA");
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
  private static final Pattern OTHER_KEY =
      Pattern.compile("-----BEGIN (?:(?:RSA|EC|DSA|ENCRYPTED) )?PRIVATE KEY-----");

  static PemIdentity read(Path certificates, Path key) throws IOException {
    List<X509Certificate> chain = chain(certificates);
    PrivateKey read = key(key);
    if (!belongTogether(chain.get(0), read)) {
      throw new IOException(
          "the key in " + key + " is not that of the first certificate in " + certificates);
    }
    return new PemIdentity(chain, read);
  }

  /** Which certificates a client may get by its own abilities: EC, RSA or EdDSA. */
  String algorithm() {
    return key.getAlgorithm();
  }

  private static List<X509Certificate> chain(Path file) throws IOException {
    try {
      List<X509Certificate> chain =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(bytes(file)))
              .stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (chain.isEmpty()) {
        throw new IOException(
            file + " contains no certificate; it must be PEM, the server's first");
      }
      return chain;
    } catch (GeneralSecurityException e) {
      throw new IOException(file + " is not a chain of certificates in PEM: " + e.getMessage(), e);
    }
  }

  private static PrivateKey key(Path file) throws IOException {
    String text = new String(bytes(file), StandardCharsets.ISO_8859_1);
    Matcher found = KEY.matcher(text);
    if (!found.find()) {
      throw new IOException(
          file
              + (OTHER_KEY.matcher(text).find()
                  ? " has a key in another form than PKCS #8 without a password; convert it with:"
                      + " openssl pkcs8 -topk8 -nocrypt -in KEY -out NEW"
                  : " contains no private key; it must have -----BEGIN PRIVATE KEY-----"));
    }
    byte[] encoded = Base64.getMimeDecoder().decode(found.group(1));
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
      } catch (InvalidKeySpecException another) {
        continue;
      } catch (GeneralSecurityException e) {
        throw new IOException(e);
      }
    }
    throw new IOException(file + " is damaged, or its key is none of EC, RSA and Ed25519");
  }

  private static boolean belongTogether(X509Certificate certificate, PrivateKey key) {
    try {
      byte[] text = certificate.getSerialNumber().toByteArray();
      Signature signature = Signature.getInstance(SIGNATURES.get(key.getAlgorithm()));
      signature.initSign(key);
      signature.update(text);
      byte[] signed = signature.sign();
      signature.initVerify(certificate.getPublicKey());
      signature.update(text);
      return signature.verify(signed);
    } catch (GeneralSecurityException differentKinds) {
      return false;
    }
  }

  private static byte[] bytes(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] read = in.readNBytes(LIMIT + 1);
      if (read.length > LIMIT) {
        throw new IOException(file + " is larger than " + LIMIT + " bytes");
      }
      return read;
    } catch (java.nio.file.NoSuchFileException e) {
      throw new IOException("there is no file " + file, e);
    } catch (java.nio.file.AccessDeniedException e) {
      throw new IOException("this user may not read " + file, e);
    }
  }
}
