package io.berth.mcp;

import java.math.BigInteger;
import java.util.Map;

/**
 * Turns a JSON value into a {@link RpcMessage} or says precisely which rule of JSON-RPC 2.0 it
 * breaks. A pure function.
 */
public final class RpcReader {
  private RpcReader() {}

  public static RpcMessage message(Object value) throws RpcException {
    if (!(value instanceof Map<?, ?> raw)) {
      throw invalid("A JSON-RPC message is an object");
    }
    Map<String, Object> members = object(raw);
    if (!"2.0".equals(members.get("jsonrpc"))) {
      throw invalid("\"jsonrpc\" must be \"2.0\"");
    }
    if (!members.containsKey("method")) {
      return response(members);
    }
    if (!(members.get("method") instanceof String method) || method.isEmpty()) {
      throw invalid("\"method\" must be a non-empty string");
    }
    Map<String, Object> params = params(members.get("params"), members.containsKey("params"));
    if (!members.containsKey("id")) {
      return new RpcMessage.Notification(method, params);
    }
    return new RpcMessage.Request(checkedId(members.get("id")), method, params);
  }

  /**
   * The id of a message that may be broken elsewhere, or null: an error answer should still find
   * its caller.
   */
  public static Object idOf(Object value) {
    Object id = value instanceof Map<?, ?> members ? members.get("id") : null;
    return isId(id) ? id : null;
  }

  @SuppressWarnings("unchecked") // why: Json.read makes only maps with string keys
  public static Map<String, Object> object(Map<?, ?> raw) {
    return (Map<String, Object>) raw;
  }

  private static RpcMessage response(Map<String, Object> members) throws RpcException {
    if (members.containsKey("result") == members.containsKey("error")) {
      throw invalid("A message has either \"method\", or \"result\", or \"error\"");
    }
    return new RpcMessage.Response(members.get("id"));
  }

  private static Map<String, Object> params(Object params, boolean given) throws RpcException {
    if (!given) {
      return Map.of();
    }
    if (params instanceof Map<?, ?> raw) {
      return object(raw);
    }
    throw invalid("\"params\" must be an object");
  }

  private static Object checkedId(Object id) throws RpcException {
    if (!isId(id)) {
      throw invalid("\"id\" must be a string or a whole number");
    }
    return id;
  }

  private static boolean isId(Object id) {
    return id instanceof String text
        ? text.length() <= 1_000
        : id instanceof Integer || id instanceof Long || id instanceof BigInteger;
  }

  private static RpcException invalid(String message) {
    return new RpcException(
        400, new RpcError(RpcError.INVALID_REQUEST, "Invalid request: " + message));
  }
}
