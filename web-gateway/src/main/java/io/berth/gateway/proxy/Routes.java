package io.berth.gateway.proxy;

import io.berth.connector.api.ProjectId;
import io.berth.gateway.proxy.Route.Kind;

/**
 * Reads the route out of a raw request target. Pure. Nothing is decoded or normalised on its way to
 * the KM; what another program might normalise differently is refused.
 */
final class Routes {
  private static final String PREFIX = "/projects/";

  private Routes() {}

  /**
   * @param path the path as received, without the context path
   * @param query as received, or null
   */
  static Route parse(String path, String query) throws Refusal {
    requirePrintable(path);
    if (query != null) {
      requirePrintable(query);
    }
    if (!path.startsWith(PREFIX)) {
      throw notFound(path);
    }
    int end = path.indexOf('/', PREFIX.length());
    String id = path.substring(PREFIX.length(), end < 0 ? path.length() : end);
    if (!ProjectId.isValid(id)) {
      throw new Refusal(400, "invalid", "the project id in the path must be " + ProjectId.RULE);
    }
    String rest = end < 0 ? "" : path.substring(end);
    String suffix = query == null ? "" : "?" + query;
    if (rest.equals("/mcp")) {
      return new Route(new ProjectId(id), Kind.MCP, suffix);
    }
    if (rest.startsWith("/km/")) {
      String target = rest.substring(3);
      refuseDotSegments(target);
      return new Route(new ProjectId(id), Kind.KM, target + suffix);
    }
    throw notFound(path);
  }

  private static Refusal notFound(String path) {
    return new Refusal(
        404, "no-such-path", "a project has the paths /km/... and /mcp; this is neither: " + path);
  }

  private static void requirePrintable(String raw) throws Refusal {
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c <= 0x20 || c >= 0x7f || c == '\\' || c == '#') {
        throw new Refusal(
            400, "invalid", "the request target has a character that must be encoded");
      }
    }
  }

  /** Refuses {@code .} and {@code ..} in every spelling, also between encoded slashes. */
  private static void refuseDotSegments(String path) throws Refusal {
    StringBuilder segment = new StringBuilder();
    int i = 0;
    while (i < path.length()) {
      char c = path.charAt(i);
      int width = 1;
      if (c == '%') {
        c = decoded(path, i);
        width = 3;
      }
      if (c == '/' || c == '\\') {
        refuseDots(segment);
        segment.setLength(0);
      } else {
        segment.append(c);
      }
      i += width;
    }
    refuseDots(segment);
  }

  private static void refuseDots(StringBuilder segment) throws Refusal {
    int params = segment.indexOf(";");
    String name = params < 0 ? segment.toString() : segment.substring(0, params);
    if (name.equals(".") || name.equals("..")) {
      throw new Refusal(400, "invalid", "the path must not contain '.' or '..' as a segment");
    }
  }

  private static char decoded(String path, int at) throws Refusal {
    int high = at + 2 < path.length() ? Character.digit(path.charAt(at + 1), 16) : -1;
    int low = at + 2 < path.length() ? Character.digit(path.charAt(at + 2), 16) : -1;
    if (high < 0 || low < 0 || (high == 0 && low == 0)) {
      throw new Refusal(400, "invalid", "the path has a broken percent-encoding");
    }
    return (char) (high * 16 + low);
  }
}
