package io.berth.km.http;

import io.berth.mcp.JsonText;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What goes back to a caller. Immutable.
 *
 * @param body null where there is none
 * @param headers beside Content-Type and Content-Length
 */
public record Reply(int status, String contentType, byte[] body, Map<String, String> headers) {
  public static final String JSON = "application/json";

  public static Reply json(int status, Object value) {
    return new Reply(status, JSON, JsonText.bytes(value), Map.of());
  }

  public static Reply bytes(int status, String contentType, byte[] body) {
    return new Reply(status, contentType, body, Map.of());
  }

  /** A problem of RFC 9457; {@code label} is the last part of its type. */
  public static Reply problem(int status, String label, String title, String detail) {
    Map<String, Object> problem = new LinkedHashMap<>();
    problem.put("type", "urn:berth:problem:" + label);
    problem.put("title", title);
    problem.put("status", status);
    problem.put("detail", detail);
    return new Reply(status, "application/problem+json", JsonText.bytes(problem), Map.of());
  }

  public Reply with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Reply(status, contentType, body, more);
  }
}
