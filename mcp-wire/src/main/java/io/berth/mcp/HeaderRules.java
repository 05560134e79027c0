package io.berth.mcp;

import java.util.List;
import java.util.Map;

/**
 * The modern era's rule that headers repeat what the body says: whoever routes by a header must see
 * what the server will act on. Pure functions; a breach is HTTP 400.
 */
public final class HeaderRules {
  private HeaderRules() {}

  /**
   * Version first: the other rules belong to a version, so an unknown one must not be judged by
   * them.
   */
  public static void checkVersion(McpHeaders.Source headers, RequestMeta meta) throws RpcException {
    String header = headers.first(McpHeaders.PROTOCOL_VERSION);
    if (header == null) {
      throw mismatch("the header " + McpHeaders.PROTOCOL_VERSION + " is missing");
    }
    if (!(meta.protocolVersion() instanceof String body)) {
      throw malformed(RequestMeta.PROTOCOL_VERSION + " must be a string in params._meta");
    }
    if (!header.equals(body)) {
      throw mismatch(
          McpHeaders.PROTOCOL_VERSION + " says '" + header + "', the body says '" + body + "'");
    }
    ProtocolVersion version = ProtocolVersion.of(body);
    if (version == null) {
      throw new RpcException(400, RpcError.unsupportedVersion(body, ProtocolVersion.labels()));
    }
    if (!version.modern()) {
      // why: that revision is spoken here, but through initialize; per-request metadata belongs to
      // the modern one
      throw new RpcException(
          400, RpcError.unsupportedVersion(body, List.of(ProtocolVersion.V2026_07_28.label())));
    }
  }

  public static void checkMethod(McpHeaders.Source headers, RpcMessage.Request request)
      throws RpcException {
    String header = headers.first(McpHeaders.METHOD);
    if (header == null) {
      throw mismatch("the header " + McpHeaders.METHOD + " is missing");
    }
    if (!header.equals(request.method())) {
      throw mismatch(
          McpHeaders.METHOD + " says '" + header + "', the body says '" + request.method() + "'");
    }
    String field = nameField(request.method());
    if (field != null) {
      checkName(headers.first(McpHeaders.NAME), field, request.params().get(field));
    }
  }

  public static void checkMeta(RequestMeta meta) throws RpcException {
    if (!(meta.clientCapabilities() instanceof Map)) {
      throw malformed(RequestMeta.CLIENT_CAPABILITIES + " must be an object in params._meta");
    }
  }

  private static void checkName(String header, String field, Object body) throws RpcException {
    if (header == null) {
      throw mismatch("the header " + McpHeaders.NAME + " is missing");
    }
    String name = McpHeaders.decode(header);
    if (name == null) {
      throw mismatch(
          "the header " + McpHeaders.NAME + " is neither visible ASCII nor valid Base64");
    }
    if (!name.equals(body)) {
      throw mismatch(
          McpHeaders.NAME + " says '" + name + "', params." + field + " says '" + body + "'");
    }
  }

  private static String nameField(String method) {
    return switch (method) {
      case "tools/call", "prompts/get" -> "name";
      case "resources/read" -> "uri";
      default -> null;
    };
  }

  private static RpcException mismatch(String what) {
    return new RpcException(
        400, new RpcError(RpcError.HEADER_MISMATCH, "Header mismatch: " + what));
  }

  private static RpcException malformed(String what) {
    return new RpcException(400, RpcError.invalidParams("Invalid params: " + what));
  }
}
