package io.berth.km.mcp;

import io.berth.km.http.Reply;
import io.berth.km.http.Request;
import io.berth.mcp.Json;
import io.berth.mcp.JsonException;
import io.berth.mcp.JsonLimits;
import java.util.Locale;

/** What the routes that take JSON by POST have in common. Pure. */
final class JsonPost {
  private static final Json JSON = new Json(JsonLimits.REQUEST);

  private JsonPost() {}

  /** The answer to a request that is none of those, or null. */
  static Reply refused(Request request) {
    if (!request.method().equals("POST")) {
      return Reply.problem(
              405,
              "method-not-allowed",
              "Method not allowed",
              "Messages are sent with POST; this server keeps no sessions and opens no streams")
          .with("Allow", "POST");
    }
    if (!isJson(request.headers().first("Content-Type"))) {
      return Reply.problem(
          415,
          "unsupported-media-type",
          "Unsupported media type",
          "Content-Type must be application/json");
    }
    return null;
  }

  static Object body(Request request) throws JsonException {
    return JSON.read(request.body());
  }

  /** A request without the header is taken at its word: many small clients leave it out. */
  private static boolean isJson(String contentType) {
    if (contentType == null) {
      return true;
    }
    int end = contentType.indexOf(';');
    String type =
        (end < 0 ? contentType : contentType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    return type.equals("application/json") || type.endsWith("+json");
  }
}
