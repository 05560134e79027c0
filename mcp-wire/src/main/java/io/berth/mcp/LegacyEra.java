package io.berth.mcp;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Revisions with a handshake, up to 2025-11-25. No session is kept: nothing in these tools depends
 * on one, so a client goes on undisturbed when a project's process is replaced.
 */
final class LegacyEra<C> {
  private final ServerInfo info;
  private final ToolCalls<C> calls;

  LegacyEra(ServerInfo info, ToolCalls<C> calls) {
    this.info = info;
    this.calls = calls;
  }

  CompletionStage<Map<String, Object>> answer(RpcMessage.Request request, C context)
      throws RpcException, ToolFailure {
    return switch (request.method()) {
      case "initialize" -> CompletableFuture.completedFuture(initialize(request.params()));
      case "ping" -> CompletableFuture.completedFuture(new LinkedHashMap<>());
      case "tools/list" -> CompletableFuture.completedFuture(calls.list(request.params()));
      case "tools/call" -> calls.call(request.params(), context);
      default -> throw new RpcException(200, RpcError.methodNotFound(request.method()));
    };
  }

  private Map<String, Object> initialize(Map<String, Object> params) throws RpcException {
    if (!(params.get("protocolVersion") instanceof String requested)) {
      throw new RpcException(
          200, RpcError.invalidParams("params.protocolVersion must be a string"));
    }
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("protocolVersion", ProtocolVersion.negotiate(requested).label());
    result.put("capabilities", capabilities());
    result.put("serverInfo", info.json());
    result.put("instructions", info.instructions());
    return result;
  }

  static Map<String, Object> capabilities() {
    return Map.of("tools", Map.of());
  }
}
