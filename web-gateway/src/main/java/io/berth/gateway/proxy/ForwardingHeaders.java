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
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:\\[\\]_~-]{1,255}");

  private ForwardingHeaders() {}

  /** Adds them to {@code target}; {@code received} are the caller's own lines. */
  static void add(List<KmHeader> target, List<KmHeader> received, String remote, String scheme) {
    String host = HeaderRules.first(received, "host");
    boolean known = host != null && HOST.matcher(host).matches();
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
