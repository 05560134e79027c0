package io.berth.mcp;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Revision 2026-07-28: every request stands for itself, headers repeat the body, results say how
 * long they may be kept.
 */
final class ModernEra<C> {
  /**
   * The tools of a server change only with its version, so a list may be kept for a while and by
   * anybody.
   */
  static final long LIST_TTL_MILLIS = 300_000;

  private final ServerInfo info;
  private final ToolCalls<C> calls;

  ModernEra(ServerInfo info, ToolCalls<C> calls) {
    this.info = info;
    this.calls = calls;
  }

  CompletionStage<Map<String, Object>> answer(
      McpHeaders.Source headers, RpcMessage.Request request, C context)
      throws RpcException, ToolFailure {
    RequestMeta meta = RequestMeta.of(request.params());
    HeaderRules.checkVersion(headers, meta);
    HeaderRules.checkMethod(headers, request);
    HeaderRules.checkMeta(meta);
    return switch (request.method()) {
      case "server/discover" -> CompletableFuture.completedFuture(cacheable(discover()));
      case "tools/list" ->
          CompletableFuture.completedFuture(cacheable(calls.list(request.params())));
      case "tools/call" -> calls.call(request.params(), context).thenApply(this::complete);
      default -> throw new RpcException(404, RpcError.methodNotFound(request.method()));
    };
  }

  private Map<String, Object> discover() {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("supportedVersions", ProtocolVersion.labels());
    result.put("capabilities", LegacyEra.capabilities());
    result.put("serverInfo", info.json());
    result.put("instructions", info.instructions());
    return result;
  }

  private Map<String, Object> cacheable(Map<String, Object> result) {
    result.put("ttlMs", LIST_TTL_MILLIS);
    result.put("cacheScope", "public");
    return complete(result);
  }

  private Map<String, Object> complete(Map<String, Object> result) {
    result.put("resultType", "complete");
    result.put("_meta", Map.of(RequestMeta.SERVER_INFO, info.json()));
    return result;
  }
}
