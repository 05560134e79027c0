package io.berth.gateway.proxy;

import io.berth.connector.api.HeaderNames;
import io.berth.connector.api.KmHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The header lines of a question on which its answer may depend, as a part of its key. Of the
 * built-in KM it is known which it looks at; a foreign program may look at any, so all count but
 * those that describe the way. Pure.
 */
final class ListHeaders {
  private static final HeaderNames OF_THE_BUILT_IN =
      HeaderNames.of("accept", "content-type", "mcp-method", "mcp-name", "mcp-protocol-version");
  private static final HeaderNames OF_THE_WAY =
      HeaderNames.of(
          "user-agent",
          "accept-encoding",
          "baggage",
          "x-request-id",
          "request-id",
          "cache-control");

  private ListHeaders() {}

  /** All that count, in one order. */
  static String that(boolean builtIn, List<KmHeader> headers) {
    List<KmHeader> lines = new ArrayList<>(HeaderRules.forwardable(headers));
    lines.removeIf(
        line ->
            builtIn ? !OF_THE_BUILT_IN.contains(line.name()) : OF_THE_WAY.contains(line.name()));
    return lines.stream()
        .map(line -> line.name().toLowerCase(Locale.ROOT) + ": " + line.value() + "\n")
        .sorted()
        .collect(Collectors.joining());
  }

  /** The lines that the built-in KM looks at. */
  static List<KmHeader> ofTheBuiltIn(List<KmHeader> headers) {
    return headers.stream().filter(line -> OF_THE_BUILT_IN.contains(line.name())).toList();
  }

  /** What the rule against foreign web pages looks at; a KM refuses by it. */
  static String origin(List<KmHeader> headers) {
    String origin = HeaderRules.first(headers, "origin");
    return origin == null ? "" : origin + " at " + HeaderRules.first(headers, "host");
  }
}
