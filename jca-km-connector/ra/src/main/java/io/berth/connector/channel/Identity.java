package io.berth.connector.channel;

import io.berth.connector.process.KmTarget;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs who asks with the secret of a generation, so that a KM believes it to nobody else. A
 * subject outside printable ASCII is percent-encoded first; the signature is over what is sent.
 */
final class Identity {
  private static final HexFormat HEX = HexFormat.of();

  private Identity() {}

  /** The subject as it goes on the wire. */
  static String encoded(String subject) {
    if (subject.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '%')) {
      return subject;
    }
    StringBuilder text = new StringBuilder();
    for (byte b : subject.getBytes(StandardCharsets.UTF_8)) {
      if (b > ' ' && b < 0x7f && b != '%') {
        text.append((char) b);
      } else {
        text.append('%').append(HEX.withUpperCase().toHexDigits(b));
      }
    }
    return text.toString();
  }

  /** Hex HMAC-SHA256 of an encoded subject. */
  static String signature(KmTarget target, String encodedSubject) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      byte[] key = target.secret().getBytes(StandardCharsets.US_ASCII);
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return HEX.formatHex(mac.doFinal(encodedSubject.getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }
}
