package io.berth.connector.stdio;

import io.berth.mcp.RpcError;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/** Builds and takes apart JSON-RPC messages as values. Pure; what it is given is never changed. */
final class Messages {
  private static final String MODERN = "io.modelcontextprotocol/";

  private Messages() {}

  static Map<String, Object> request(Object id, String method, Map<String, Object> params) {
    Map<String, Object> message = start();
    message.put("id", id);
    message.put("method", method);
    if (!params.isEmpty()) {
      message.put("params", params);
    }
    return message;
  }

  static Map<String, Object> notification(String method, Map<String, Object> params) {
    Map<String, Object> message = start();
    message.put("method", method);
    if (!params.isEmpty()) {
      message.put("params", params);
    }
    return message;
  }

  static Map<String, Object> result(Object id, Object result) {
    Map<String, Object> message = start();
    message.put("id", id);
    message.put("result", result);
    return message;
  }

  static Map<String, Object> error(Object id, int code, String text, Map<String, Object> data) {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("code", code);
    error.put("message", text);
    if (!data.isEmpty()) {
      error.put("data", data);
    }
    Map<String, Object> message = start();
    if (id != null) {
      message.put("id", id);
    }
    message.put("error", error);
    return message;
  }

  static Map<String, Object> invalid(Object id, String rule) {
    return error(id, RpcError.INVALID_REQUEST, "Invalid request: " + rule, Map.of());
  }

  /** The same message under another id. */
  static Map<String, Object> withId(Map<String, Object> message, Object id) {
    return with(message, "id", id);
  }

  static Map<String, Object> with(Map<String, Object> object, String name, Object value) {
    Map<String, Object> copy = new LinkedHashMap<>(object);
    copy.put(name, value);
    return copy;
  }

  /** The object under that name; empty if there is none. */
  @SuppressWarnings("unchecked") // why: the JSON reader makes only maps with string keys
  static Map<String, Object> object(Map<String, Object> of, String name) {
    return of.get(name) instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
  }

  /** A whole number, however it is written; empty for all else: no id of ours. */
  static OptionalLong whole(Object value) {
    try {
      return value instanceof Number number
          ? OptionalLong.of(new BigDecimal(number.toString()).longValueExact())
          : OptionalLong.empty();
    } catch (ArithmeticException fractionOrTooLarge) {
      return OptionalLong.empty();
    }
  }

  static Object progressToken(Map<String, Object> params) {
    return object(params, "_meta").get("progressToken");
  }

  /**
   * The parameters as the program gets them: our token for the caller's, nothing of one request.
   */
  static Map<String, Object> forChild(Map<String, Object> params, Object token) {
    if (!params.containsKey("_meta")) {
      return params;
    }
    Map<String, Object> meta = new LinkedHashMap<>(object(params, "_meta"));
    meta.keySet().removeIf(key -> key.startsWith(MODERN));
    if (meta.containsKey("progressToken")) {
      meta.put("progressToken", token);
    }
    Map<String, Object> copy = new LinkedHashMap<>(params);
    copy.remove("_meta");
    if (!meta.isEmpty()) {
      copy.put("_meta", meta);
    }
    return copy;
  }

  private static Map<String, Object> start() {
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("jsonrpc", "2.0");
    return message;
  }
}
