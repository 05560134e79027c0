package io.berth.km.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret of one generation of a project's process: whoever knows it may call. Read once from
 * its file; compared in constant time; never printed.
 */
public final class Secret {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int LEAST = 16;

  private final byte[] value;

  private Secret(byte[] value) {
    this.value = value;
  }

  public static Secret of(String text) {
    byte[] value = text.strip().getBytes(StandardCharsets.UTF_8);
    if (value.length < LEAST) {
      throw new IllegalArgumentException("a secret has at least " + LEAST + " characters");
    }
    return new Secret(value);
  }

  public static Secret read(Path file) throws IOException {
    return of(Files.readString(file));
  }

  /** Whether {@code presented} (a header value or null) is this secret. */
  public boolean matches(String presented) {
    return presented != null
        && MessageDigest.isEqual(value, presented.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Whether {@code signature} is the lower-case hex HMAC-SHA256 of {@code message} under this
   * secret.
   */
  public boolean signed(byte[] message, String signature) {
    return MessageDigest.isEqual(
        sign(message).getBytes(StandardCharsets.US_ASCII),
        signature.getBytes(StandardCharsets.UTF_8));
  }

  /** The signature that {@link #signed} accepts. */
  public String sign(byte[] message) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(value, ALGORITHM));
      return hex(mac.doFinal(message));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java runtime has " + ALGORITHM, e);
    }
  }

  /** What this secret is found by; says nothing about it. */
  public String digest() {
    return digest(value);
  }

  /** What a presented secret would be found by. */
  public static String digest(String presented) {
    return digest(presented.getBytes(StandardCharsets.UTF_8));
  }

  private static String digest(byte[] bytes) {
    try {
      return hex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java runtime has SHA-256", e);
    }
  }

  private static String hex(byte[] bytes) {
    StringBuilder hex = new StringBuilder(bytes.length * 2);
    for (byte b : bytes) {
      hex.append(Character.forDigit(b >> 4 & 15, 16)).append(Character.forDigit(b & 15, 16));
    }
    return hex.toString();
  }

  @Override
  public String toString() {
    return "Secret[hidden]";
  }
}
