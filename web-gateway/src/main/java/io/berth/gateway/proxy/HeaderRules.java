package io.berth.gateway.proxy;

import io.berth.connector.api.HeaderNames;
import io.berth.connector.api.KmHeader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Which header lines go on, and which requests are refused for theirs. Pure. What the gateway adds
 * is in {@link ForwardingHeaders}.
 */
final class HeaderRules {
  private static final HeaderNames HOP_BY_HOP =
      HeaderNames.of(
          "connection",
          "keep-alive",
          "proxy-connection",
          "proxy-authenticate",
          "proxy-authorization",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  /** Replaced by the gateway or by the adapter, or not meant for a KM. */
  private static final HeaderNames NEVER_FORWARDED =
      HeaderNames.of(
          "authorization",
          "host",
          "content-length",
          "expect",
          "forwarded",
          "via",
          "traceparent",
          "tracestate");

  /** why a table: it is looked into for each character of each header name. */
  private static final boolean[] OF_NAMES = new boolean[0x7f];

  static {
    for (char c = 0x21; c < OF_NAMES.length; c++) {
      OF_NAMES[c] = "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0;
    }
  }

  private HeaderRules() {}

  /** What of the caller's lines the KM sees. */
  static List<KmHeader> forwardable(List<KmHeader> headers) {
    Set<String> named = namedByConnection(headers);
    List<KmHeader> kept = new ArrayList<>(headers.size() + 6);
    for (KmHeader header : headers) {
      String name = header.name();
      if (!HOP_BY_HOP.contains(name)
          && !NEVER_FORWARDED.contains(name)
          && !begins(name, "berth-")
          && !begins(name, "x-forwarded-")
          && (named.isEmpty() || !named.contains(name.toLowerCase(Locale.ROOT)))) {
        kept.add(header);
      }
    }
    return kept;
  }

  /** Whether the caller keeps what comes after a body (RFC 9110, section 6.5.1). */
  static boolean takesTrailers(List<KmHeader> headers) {
    for (KmHeader header : headers) {
      if (header.name().equalsIgnoreCase("te")) {
        for (String coding : header.value().split(",")) {
          if (coding.strip().equalsIgnoreCase("trailers")) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** Whether a line of the KM's answer goes to the caller; the adapter removed hop-by-hop ones. */
  static boolean returnable(String name) {
    return !HOP_BY_HOP.contains(name)
        && !begins(name, "berth-")
        && !name.equalsIgnoreCase("content-length");
  }

  private static boolean begins(String name, String prefix) {
    return name.regionMatches(true, 0, prefix, 0, prefix.length());
  }

  /** Refuses ambiguous framing and lines that would become two. */
  static void check(List<KmHeader> headers) throws Refusal {
    Set<String> lengths = Set.of();
    int codings = 0;
    int hosts = 0;
    for (KmHeader header : headers) {
      requireToken(header.name());
      requireNoControl(header);
      if (header.name().equalsIgnoreCase("content-length")) {
        lengths = lengths.isEmpty() ? new HashSet<>() : lengths;
        lengths.add(header.value().trim());
      } else if (header.name().equalsIgnoreCase("transfer-encoding")) {
        codings++;
        if (!header.value().trim().equalsIgnoreCase("chunked")) {
          throw new Refusal(400, "invalid", "the only transfer coding understood is 'chunked'");
        }
      } else if (header.name().equalsIgnoreCase("host") && ++hosts > 1) {
        throw new Refusal(400, "invalid", "more than one Host header line");
      }
    }
    if (codings > 1 || lengths.size() > 1 || (codings == 1 && !lengths.isEmpty())) {
      throw new Refusal(
          400, "invalid", "conflicting Content-Length and Transfer-Encoding header lines");
    }
    for (String length : lengths) {
      if (length.isEmpty() || !length.chars().allMatch(c -> c >= '0' && c <= '9')) {
        throw new Refusal(400, "invalid", "Content-Length is not a number");
      }
    }
  }

  /** The first value of a header, or null. */
  static String first(List<KmHeader> headers, String name) {
    for (KmHeader header : headers) {
      if (header.name().equalsIgnoreCase(name)) {
        return header.value();
      }
    }
    return null;
  }

  /** Whether a list header names this token. */
  static boolean lists(List<KmHeader> headers, String name, String token) {
    for (KmHeader header : headers) {
      if (header.name().equalsIgnoreCase(name)) {
        for (String part : header.value().split(",")) {
          if (part.trim().equalsIgnoreCase(token)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private static Set<String> namedByConnection(List<KmHeader> headers) {
    Set<String> named = Set.of();
    for (KmHeader header : headers) {
      if (header.name().equalsIgnoreCase("connection")) {
        if (named.isEmpty()) {
          named = new HashSet<>();
        }
        for (String token : header.value().split(",")) {
          named.add(token.trim().toLowerCase(Locale.ROOT));
        }
      }
    }
    return named;
  }

  private static void requireToken(String name) throws Refusal {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c >= OF_NAMES.length || !OF_NAMES[c]) {
        throw new Refusal(400, "invalid", "a header name has a character that is not allowed");
      }
    }
    if (name.isEmpty()) {
      throw new Refusal(400, "invalid", "a header line has no name");
    }
  }

  private static void requireNoControl(KmHeader header) throws Refusal {
    String value = header.value();
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if ((c < 0x20 && c != '\t') || c == 0x7f) {
        throw new Refusal(
            400, "invalid", "the header " + header.name() + " has a control character");
      }
    }
  }
}
