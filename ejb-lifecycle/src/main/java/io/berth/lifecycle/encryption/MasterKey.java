package io.berth.lifecycle.encryption;

import io.berth.connector.api.DataKey;
import io.berth.connector.api.ProjectId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key that wraps the keys of projects, by AES-256-GCM. What it wrapped opens only for the same
 * project and version. Known by an id that tells nothing about it; never printed. Immutable.
 */
final class MasterKey {
  private static final int BYTES = 32;
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;
  private static final int ID_BYTES = 8;
  private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{64}");
  private static final SecureRandom RANDOM = new SecureRandom();

  private final byte[] value;
  private final String id;

  private MasterKey(byte[] value) {
    this.value = value;
    this.id = idOf(value);
  }

  /**
   * Reads 256 bits, as 64 hexadecimal digits or in base 64.
   *
   * @throws IOException that does not quote the text
   */
  static MasterKey parse(String text) throws IOException {
    String stripped = text.strip();
    if (HEX.matcher(stripped).matches()) {
      return new MasterKey(HexFormat.of().parseHex(stripped));
    }
    try {
      byte[] value = Base64.getDecoder().decode(stripped);
      if (value.length == BYTES) {
        return new MasterKey(value);
      }
    } catch (IllegalArgumentException e) {
      // why: told below, without the text
    }
    throw new IOException(
        "a master key has 256 bits, as 64 hexadecimal digits or in base 64: openssl rand -hex 32");
  }

  String id() {
    return id;
  }

  /** A new key for a project's data, wrapped. */
  byte[] wrapNew(ProjectId project, int version) {
    byte[] key = new byte[DataKey.BYTES];
    RANDOM.nextBytes(key);
    try {
      return wrap(key, project, version);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  /** What this key wrapped, wrapped by another. */
  byte[] rewrap(byte[] wrapped, MasterKey other, ProjectId project, int version)
      throws GeneralSecurityException {
    byte[] key = open(wrapped, project, version);
    try {
      return other.wrap(key, project, version);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  /**
   * The key of a project's data.
   *
   * @throws GeneralSecurityException when it was wrapped by another key, for another project or
   *     version, or is damaged
   */
  DataKey unwrap(byte[] wrapped, ProjectId project, int version) throws GeneralSecurityException {
    byte[] key = open(wrapped, project, version);
    try {
      return new DataKey(key);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  private byte[] wrap(byte[] key, ProjectId project, int version) {
    byte[] nonce = new byte[NONCE];
    RANDOM.nextBytes(nonce);
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, project, version).doFinal(key);
      byte[] wrapped = Arrays.copyOf(nonce, NONCE + sealed.length);
      System.arraycopy(sealed, 0, wrapped, NONCE, sealed.length);
      return wrapped;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has AES-GCM", e);
    }
  }

  private byte[] open(byte[] wrapped, ProjectId project, int version)
      throws GeneralSecurityException {
    if (wrapped.length != NONCE + DataKey.BYTES + TAG_BITS / Byte.SIZE) {
      throw new GeneralSecurityException("a wrapped key has another length");
    }
    return cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(wrapped, NONCE), project, version)
        .doFinal(wrapped, NONCE, wrapped.length - NONCE);
  }

  private Cipher cipher(int mode, byte[] nonce, ProjectId project, int version)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(value, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(
        ("berth data key\n" + project.value() + "\n" + version).getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  private static String idOf(byte[] value) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(value, "HmacSHA256"));
      byte[] digest = mac.doFinal("berth master key id".getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(digest, 0, ID_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has HmacSHA256", e);
    }
  }

  @Override
  public String toString() {
    return "MasterKey[" + id + "]";
  }
}
