package io.berth.lifecycle.outbox;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs deliveries as Standard Webhooks says: HMAC-SHA256 of id, time and body. Pure. */
final class Signature {
  static final int SHORTEST = 24;
  private static final String ENCODED = "whsec_";

  private Signature() {}

  /** The key that a secret's text stands for: {@code whsec_} and Base64, or the text itself. */
  static byte[] key(String secret) throws SinkFailure {
    byte[] key;
    try {
      key =
          secret.startsWith(ENCODED)
              ? Base64.getDecoder().decode(secret.substring(ENCODED.length()))
              : secret.getBytes(StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new SinkFailure("the secret after whsec_ is not Base64", e);
    }
    if (key.length < SHORTEST) {
      throw new SinkFailure("the secret has fewer than " + SHORTEST + " bytes");
    }
    return key;
  }

  static String of(byte[] key, String id, long seconds, String body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      byte[] signed =
          mac.doFinal((id + "." + seconds + "." + body).getBytes(StandardCharsets.UTF_8));
      return "v1," + Base64.getEncoder().encodeToString(signed);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
