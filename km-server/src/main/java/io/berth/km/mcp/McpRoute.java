package io.berth.km.mcp;

import io.berth.km.http.Reply;
import io.berth.km.http.Request;
import io.berth.km.http.Route;
import io.berth.km.tool.Call;
import io.berth.mcp.JsonException;
import io.berth.mcp.McpEndpoint;
import io.berth.mcp.McpReply;
import io.berth.mcp.ServerInfo;
import io.berth.mcp.ToolSet;

/**
 * {@code /mcp}: a body with {@code tool_name} and no {@code jsonrpc} is answered in the shape of
 * the program that came before, everything else is MCP. There are no streams and no sessions here,
 * so GET and DELETE are not allowed, which both eras understand.
 */
public final class McpRoute implements Route {
  private final McpEndpoint<Call> endpoint;
  private final OriginalShape original;

  public McpRoute(ServerInfo info, ToolSet<Call> tools) {
    this.endpoint = new McpEndpoint<>(info, tools);
    this.original = new OriginalShape(tools);
  }

  @Override
  public Reply answer(Request request) {
    Reply refused = JsonPost.refused(request);
    if (refused != null) {
      return refused;
    }
    Object body;
    try {
      body = JsonPost.body(request);
    } catch (JsonException e) {
      return reply(McpEndpoint.notJson(e));
    }
    Call call = new Call(request.subject(), request.headers().first("Idempotency-Key"));
    if (OriginalShape.recognises(body)) {
      return original.answer(body, call);
    }
    return reply(endpoint.post(request.headers(), body, call));
  }

  private static Reply reply(McpReply reply) {
    Reply made = Reply.bytes(reply.status(), Reply.JSON, reply.body());
    return reply.status() == 503 ? made.with("Retry-After", "1") : made;
  }
}
