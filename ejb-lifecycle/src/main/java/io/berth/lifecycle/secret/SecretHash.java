package io.berth.lifecycle.secret;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * An Argon2id hash of a secret with its cost and its salt, as it is stored: {@code
 * $argon2id$v=19$m=19456,t=2,p=1$salt$hash}. Immutable. Computing takes milliseconds and the memory
 * of its cost: callers go through a {@link HashingRoom}.
 */
public record SecretHash(HashCost cost, byte[] salt, byte[] hash) {
  private static final int BYTES = 32;
  private static final int SALT = 16;
  private static final Pattern FORM =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=1"
              + "\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{43})");

  /** The hash of this secret with a new salt. */
  static SecretHash of(String secret, HashCost cost, SecureRandom random) {
    byte[] salt = new byte[SALT];
    random.nextBytes(salt);
    return new SecretHash(cost, salt, compute(secret, cost, salt));
  }

  /** Reads what {@link #text} wrote; empty if it is anything else. */
  public static Optional<SecretHash> read(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new SecretHash(
              new HashCost(Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2))),
              Base64.getDecoder().decode(form.group(3)),
              Base64.getDecoder().decode(form.group(4))));
    } catch (IllegalArgumentException notOurs) {
      return Optional.empty();
    }
  }

  /** As it is stored. */
  public String text() {
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    return "$argon2id$v=19$m="
        + cost.memoryKib()
        + ",t="
        + cost.passes()
        + ",p=1$"
        + base64.encodeToString(salt)
        + "$"
        + base64.encodeToString(hash);
  }

  boolean isOf(String secret) {
    return MessageDigest.isEqual(hash, compute(secret, cost, salt));
  }

  private static byte[] compute(String secret, HashCost cost, byte[] salt) {
    Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
    argon2.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(cost.memoryKib())
            .withIterations(cost.passes())
            .withParallelism(1)
            .withSalt(salt)
            .build());
    byte[] hash = new byte[BYTES];
    argon2.generateBytes(secret.getBytes(StandardCharsets.UTF_8), hash);
    return hash;
  }
}
