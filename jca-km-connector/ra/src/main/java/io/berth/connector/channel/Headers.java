package io.berth.connector.channel;

import io.berth.connector.api.HeaderNames;
import io.berth.connector.api.KmHeader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Which headers stay between two hops (RFC 9110, section 7.6.1), and which texts may be one. */
final class Headers {
  private static final HeaderNames HOP_BY_HOP =
      HeaderNames.of(
          "Connection",
          "Keep-Alive",
          "Proxy-Authenticate",
          "Proxy-Authentication-Info",
          "Proxy-Authorization",
          "Proxy-Connection",
          "TE",
          "Trailer",
          "Transfer-Encoding",
          "Upgrade",
          "HTTP2-Settings");

  private static final HeaderNames OURS_IN_REQUESTS =
      HeaderNames.of(
          "Host",
          "Content-Length",
          "Expect",
          "Berth-Secret",
          "Berth-Subject",
          "Berth-Subject-Signature");

  private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

  /** why a table: it is looked into for each character of each header name, both ways. */
  private static final boolean[] OF_TOKENS = new boolean[128];

  static {
    for (char c = 0; c < OF_TOKENS.length; c++) {
      OF_TOKENS[c] =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || TOKEN_MARKS.indexOf(c) >= 0;
    }
  }

  private Headers() {}

  /** The headers that do not end at this hop, in order. */
  static List<KmHeader> endToEnd(Collection<KmHeader> headers) {
    Set<String> named = namedInConnection(headers);
    List<KmHeader> kept = new ArrayList<>(headers.size());
    for (KmHeader header : headers) {
      if (!HOP_BY_HOP.contains(header.name()) && !named.contains(header.name())) {
        kept.add(header);
      }
    }
    return kept;
  }

  /** Whether Berth alone says what this request header holds. */
  static boolean isOurs(String name) {
    return OURS_IN_REQUESTS.contains(name);
  }

  /** RFC 9110 {@code token}: methods and header names. */
  static boolean isToken(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= OF_TOKENS.length || !OF_TOKENS[c]) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /** Nothing that ends a line, and only what one byte can hold. */
  static boolean isValue(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\t' && (c < ' ' || c == 0x7f || c > 0xff)) {
        return false;
      }
    }
    return true;
  }

  private static Set<String> namedInConnection(Collection<KmHeader> headers) {
    Set<String> named = Set.of();
    for (KmHeader header : headers) {
      if (header.name().equalsIgnoreCase("Connection")) {
        named = named.isEmpty() ? new TreeSet<>(String.CASE_INSENSITIVE_ORDER) : named;
        for (String name : header.value().split(",")) {
          named.add(name.strip());
        }
      }
    }
    return named;
  }
}
