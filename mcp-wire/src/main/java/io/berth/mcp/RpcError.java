package io.berth.mcp;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A JSON-RPC error: a code that programs read, a message that people read, and optional data.
 *
 * <p>The codes from -32020 downwards are MCP's own and used only with the meaning the specification
 * gives them.
 */
public record RpcError(int code, String message, Map<String, Object> data) {
  public static final int PARSE_ERROR = -32700;
  public static final int INVALID_REQUEST = -32600;
  public static final int METHOD_NOT_FOUND = -32601;
  public static final int INVALID_PARAMS = -32602;
  public static final int INTERNAL_ERROR = -32603;
  public static final int HEADER_MISMATCH = -32020;
  public static final int UNSUPPORTED_VERSION = -32022;

  public RpcError(int code, String message) {
    this(code, message, null);
  }

  public static RpcError methodNotFound(String method) {
    return new RpcError(METHOD_NOT_FOUND, "Method not found: " + method);
  }

  public static RpcError invalidParams(String message) {
    return new RpcError(INVALID_PARAMS, message);
  }

  /**
   * Names what was asked for and what would be understood, so that the client can try again by
   * itself.
   */
  public static RpcError unsupportedVersion(String requested, List<String> supported) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("supported", supported);
    data.put("requested", requested);
    return new RpcError(
        UNSUPPORTED_VERSION,
        "Unsupported protocol version: "
            + requested
            + "; supported: "
            + String.join(", ", supported),
        data);
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("code", code);
    json.put("message", message);
    if (data != null) {
      json.put("data", data);
    }
    return json;
  }
}
