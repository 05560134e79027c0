package io.berth.mcp;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * Answers {@code tools/list} and {@code tools/call}, which are the same in both eras.
 *
 * <p>A wrong argument is a result with {@code isError}, because a model can read it and correct
 * itself; an unknown tool or a malformed call is a protocol error.
 */
final class ToolCalls<C> {
  private final ToolSet<C> tools;

  ToolCalls(ToolSet<C> tools) {
    this.tools = tools;
  }

  Map<String, Object> list(Map<String, Object> params) throws RpcException {
    if (params.get("cursor") != null) {
      throw refuse("Invalid cursor: the list of tools has one page; leave the cursor out");
    }
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("tools", tools.json());
    return result;
  }

  CompletionStage<Map<String, Object>> call(Map<String, Object> params, C context)
      throws RpcException, ToolFailure {
    if (!(params.get("name") instanceof String name)) {
      throw refuse("params.name must be the name of a tool");
    }
    Tool<C> tool = tools.find(name);
    if (tool == null) {
      throw refuse(
          "Unknown tool: " + (name.length() > 100 ? name.substring(0, 100) + "..." : name));
    }
    Object given = params.get("arguments");
    if (given != null && !(given instanceof Map)) {
      throw refuse("params.arguments must be an object");
    }
    Map<String, Object> arguments = given == null ? Map.of() : RpcReader.object((Map<?, ?>) given);
    try {
      return tool.begin(tool.spec().input().check(arguments), context)
          .handle((json, thrown) -> thrown == null ? success(json) : failed(tool, thrown));
    } catch (ToolFailure failure) {
      if (failure.kind().ofRequest()) {
        throw failure;
      }
      return CompletableFuture.completedFuture(content(tool.told(failure), true));
    }
  }

  private static <C> Map<String, Object> failed(Tool<C> tool, Throwable thrown) {
    Throwable cause = Later.cause(thrown);
    if (cause instanceof ToolFailure failure && !failure.kind().ofRequest()) {
      return content(tool.told(failure), true);
    }
    throw new CompletionException(cause);
  }

  private static Map<String, Object> success(String json) {
    Map<String, Object> result = content(json, false);
    result.put("structuredContent", new JsonText.Raw(json));
    return result;
  }

  private static Map<String, Object> content(String text, boolean error) {
    Map<String, Object> part = new LinkedHashMap<>();
    part.put("type", "text");
    part.put("text", text);
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("content", List.of(part));
    result.put("isError", error);
    return result;
  }

  private static RpcException refuse(String message) {
    return new RpcException(200, RpcError.invalidParams(message));
  }
}
