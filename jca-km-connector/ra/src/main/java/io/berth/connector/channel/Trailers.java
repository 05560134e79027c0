package io.berth.connector.channel;

import io.berth.connector.api.HeaderNames;
import io.berth.connector.api.KmHeader;
import java.util.ArrayList;
import java.util.List;
import org.apache.hc.core5.http.Header;

/**
 * Which fields after the last chunk of a response go on to the caller. A trailer comes when the
 * head was long believed, so what would have to be in the head is dropped (RFC 9110, section
 * 6.5.1). Pure.
 */
final class Trailers {
  private static final HeaderNames HEAD_ONLY =
      HeaderNames.of(
          "Age",
          "Authorization",
          "Cache-Control",
          "Content-Encoding",
          "Content-Length",
          "Content-Range",
          "Content-Type",
          "Date",
          "Expires",
          "Host",
          "Location",
          "Retry-After",
          "Set-Cookie",
          "Vary",
          "Via",
          "WWW-Authenticate");

  private Trailers() {}

  static List<KmHeader> of(Header[] footers) {
    if (footers == null || footers.length == 0) {
      return List.of();
    }
    List<KmHeader> all = new ArrayList<>(footers.length);
    for (Header footer : footers) {
      String value = footer.getValue() == null ? "" : footer.getValue();
      if (Headers.isToken(footer.getName())
          && Headers.isValue(value)
          && !HEAD_ONLY.contains(footer.getName())) {
        all.add(new KmHeader(footer.getName(), value));
      }
    }
    return Headers.endToEnd(all);
  }
}
