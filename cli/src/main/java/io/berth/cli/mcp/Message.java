package io.berth.cli.mcp;

import com.fasterxml.jackson.jr.ob.JSON;
import io.berth.cli.http.BerthApi;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One message of the client, as it came, and what of it must be understood.
 *
 * @param raw goes to the server byte for byte
 * @param id of a request, or of an answer; null otherwise
 * @param method empty for an answer
 */
record Message(byte[] raw, Object id, String method, Map<String, Object> params) {
  private static final String VERSION = "io.modelcontextprotocol/protocolVersion";

  static Message of(byte[] raw) throws IOException {
    Map<String, Object> all = JSON.std.mapFrom(raw);
    String method = all.get("method") instanceof String text ? text : "";
    return new Message(raw, all.get("id"), method, object(all.get("params")));
  }

  boolean isRequest() {
    return id != null && !method.isEmpty();
  }

  /** The revision that the request itself names: then it is of the era without a handshake. */
  String version() {
    return object(params.get("_meta")).get(VERSION) instanceof String version ? version : "";
  }

  /** What a request without a handshake repeats in its headers. */
  Map<String, String> headers() {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("MCP-Protocol-Version", version());
    headers.put("Mcp-Method", method);
    Object name = params.get(method.equals("resources/read") ? "uri" : "name");
    if (name instanceof String text
        && (method.equals("tools/call")
            || method.equals("prompts/get")
            || method.equals("resources/read"))) {
      headers.put("Mcp-Name", encoded(text));
    }
    return headers;
  }

  /** An error for the client, in the name of the server that did not answer. */
  static String error(Object id, int code, String text, String reason) {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("code", code);
    error.put("message", text);
    error.put("data", Map.of("reason", reason));
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("jsonrpc", "2.0");
    if (id != null) {
      message.put("id", id);
    }
    message.put("error", error);
    return BerthApi.json(message);
  }

  @SuppressWarnings("unchecked") // why: JSON has only names that are strings
  static Map<String, Object> object(Object value) {
    return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
  }

  private static String encoded(String text) {
    boolean plain =
        text.chars().allMatch(c -> c >= ' ' && c <= '~')
            && text.equals(text.strip())
            && !text.startsWith("=?base64?");
    return plain
        ? text
        : "=?base64?"
            + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))
            + "?=";
  }
}
