package io.berth.gateway.proxy;

import io.berth.connector.api.KmHeader;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * The header lines the gateway adds to a request. What a caller says about who forwarded it is
 * replaced, not extended: nobody in front of the gateway is trusted to say it.
 */
final class ForwardingHeaders {
  private static final Pattern TRACEPARENT =
      Pattern.compile("[0-9a-e][0-9a-f]-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");
  private static final int LONGEST_HOST = 255;

  private ForwardingHeaders() {}

  /** Adds them to {@code target}; {@code received} are the caller's own lines. */
  static void add(List<KmHeader> target, List<KmHeader> received, String remote, String scheme) {
    String host = HeaderRules.first(received, "host");
    boolean known = host != null && isHost(host);
    String quoted = remote.indexOf(':') >= 0 ? "\"[" + remote + "]\"" : remote;
    target.add(
        new KmHeader(
            "Forwarded",
            "for=" + quoted + ";proto=" + scheme + (known ? ";host=\"" + host + "\"" : "")));
    target.add(new KmHeader("X-Forwarded-For", remote));
    target.add(new KmHeader("X-Forwarded-Proto", scheme));
    if (known) {
      target.add(new KmHeader("X-Forwarded-Host", host));
    }
    String via = HeaderRules.first(received, "via");
    target.add(new KmHeader("Via", via == null ? "1.1 berth" : via + ", 1.1 berth"));
    addTrace(target, received);
  }

  /** why: a loop, not a pattern; this is asked for every request. */
  private static boolean isHost(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letterOrDigit =
          (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (!letterOrDigit && ".:[]_~-".indexOf(c) < 0) {
        return false;
      }
    }
    return !text.isEmpty() && text.length() <= LONGEST_HOST;
  }

  private static void addTrace(List<KmHeader> target, List<KmHeader> received) {
    String parent = HeaderRules.first(received, "traceparent");
    if (parent == null || !TRACEPARENT.matcher(parent).matches()) {
      target.add(new KmHeader("traceparent", newTrace()));
      return;
    }
    target.add(new KmHeader("traceparent", parent));
    for (KmHeader header : received) {
      if (header.name().equalsIgnoreCase("tracestate")) {
        target.add(header);
      }
    }
  }

  private static String newTrace() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    HexFormat hex = HexFormat.of();
    return "00-"
        + hex.toHexDigits(random.nextLong())
        // why: neither id may be zero; one bit set makes sure of it
        + hex.toHexDigits(random.nextLong() | 1)
        + "-"
        + hex.toHexDigits(random.nextLong() | 1)
        + "-00";
  }
}
