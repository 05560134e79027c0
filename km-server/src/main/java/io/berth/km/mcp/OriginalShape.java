package io.berth.km.mcp;

import io.berth.km.http.Reply;
import io.berth.km.tool.Call;
import io.berth.mcp.JsonText;
import io.berth.mcp.RpcReader;
import io.berth.mcp.Tool;
import io.berth.mcp.ToolFailure;
import io.berth.mcp.ToolSet;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The calls of the program that came before: {@code {tool_name, tool_input}} in, {@code
 * {tool_response}} or {@code {error}} out.
 */
final class OriginalShape {
  private final ToolSet<Call> tools;

  OriginalShape(ToolSet<Call> tools) {
    this.tools = tools;
  }

  static boolean recognises(Object body) {
    return body instanceof Map<?, ?> members
        && !members.containsKey("jsonrpc")
        && (members.containsKey("tool_name") || members.containsKey("tool_input"));
  }

  Reply answer(Object body, Call call) {
    Map<?, ?> members = (Map<?, ?>) body;
    Object name = members.get("tool_name");
    Tool<Call> tool = name instanceof String text ? tools.find(text) : null;
    if (tool == null) {
      // why: the original is Python, where a missing name is None
      return error(400, "Unknown tool: " + (name == null ? "None" : name));
    }
    Object input = members.get("tool_input");
    if (input != null && !(input instanceof Map)) {
      return error(400, "tool_input must be an object");
    }
    try {
      Map<String, Object> given = input == null ? Map.of() : RpcReader.object((Map<?, ?>) input);
      String answer = tool.call(tool.spec().input().check(given), call);
      Map<String, Object> reply = new LinkedHashMap<>();
      reply.put("tool_response", new JsonText.Raw(answer));
      return Reply.json(200, reply);
    } catch (ToolFailure failure) {
      return failed(failure);
    }
  }

  private static Reply failed(ToolFailure failure) {
    String message = failure.getMessage();
    return switch (failure.kind()) {
      case INVALID -> error(400, message);
      case TOO_LARGE -> error(413, message);
      case CONFLICT -> error(409, message);
      case UNAVAILABLE -> error(503, message).with("Retry-After", "1");
      case INTERNAL -> error(500, message);
    };
  }

  private static Reply error(int status, String message) {
    return Reply.json(status, Map.of("error", message));
  }
}
