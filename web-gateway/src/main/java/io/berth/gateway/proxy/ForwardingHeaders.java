package io.berth.gateway.proxy;

import io.berth.connector.api.KmHeader;
import io.berth.gateway.observe.TraceContext;
import java.util.ArrayList;
import java.util.List;

/**
 * The header lines the gateway adds to a request. What a caller says about who forwarded it is
 * replaced, not extended: nobody in front of the gateway is trusted to say it.
 */
final class ForwardingHeaders {
  private static final int LONGEST_HOST = 255;

  private ForwardingHeaders() {}

  /** All the lines of a request to a KM. */
  static List<KmHeader> of(
      List<KmHeader> received, Inbound in, TraceContext trace, boolean builtIn) {
    List<KmHeader> headers = new ArrayList<>(HeaderRules.forwardable(received));
    if (builtIn) {
      // why: the edge judged it by what an administrator listed, and this KM knows no such list
      headers.removeIf(line -> line.name().equalsIgnoreCase("origin"));
    }
    add(headers, received, in.remoteAddress(), in.scheme(), trace);
    return headers;
  }

  /** Adds them to {@code target}; {@code received} are the caller's own lines. */
  static void add(
      List<KmHeader> target,
      List<KmHeader> received,
      String remote,
      String scheme,
      TraceContext trace) {
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
    trace.addTo(target);
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
}
