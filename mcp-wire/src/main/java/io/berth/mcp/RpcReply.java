package io.berth.mcp;

import java.util.LinkedHashMap;
import java.util.Map;

/** Builds the two forms of a JSON-RPC answer as values that {@link JsonText} writes. */
public final class RpcReply {
  private RpcReply() {}

  public static Map<String, Object> result(Object id, Map<String, Object> result) {
    Map<String, Object> reply = start(id);
    reply.put("result", result);
    return reply;
  }

  /** Without an id where the request's own could not be read (null): MCP wants it left out then. */
  public static Map<String, Object> error(Object id, RpcError error) {
    Map<String, Object> reply = start(id);
    reply.put("error", error.json());
    return reply;
  }

  private static Map<String, Object> start(Object id) {
    Map<String, Object> reply = new LinkedHashMap<>();
    reply.put("jsonrpc", "2.0");
    if (id != null) {
      reply.put("id", id);
    }
    return reply;
  }
}
