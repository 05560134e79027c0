package io.berth.km.mcp;

import io.berth.km.http.Reply;
import io.berth.km.http.Request;
import io.berth.km.http.Route;
import io.berth.km.tool.Call;
import io.berth.mcp.Json;
import io.berth.mcp.JsonException;
import io.berth.mcp.JsonLimits;
import io.berth.mcp.McpEndpoint;
import io.berth.mcp.McpReply;
import io.berth.mcp.ServerInfo;
import io.berth.mcp.ToolSet;
import java.util.Locale;

/**
 * {@code /mcp}: a body with {@code tool_name} and no {@code jsonrpc} is answered in the shape of
 * the program that came before, everything else is MCP. There are no streams and no sessions here,
 * so GET and DELETE are not allowed, which both eras understand.
 */
public final class McpRoute implements Route {
  private final Json json = new Json(JsonLimits.REQUEST);
  private final McpEndpoint<Call> endpoint;
  private final OriginalShape original;

  public McpRoute(ServerInfo info, ToolSet<Call> tools) {
    this.endpoint = new McpEndpoint<>(info, tools);
    this.original = new OriginalShape(tools);
  }

  @Override
  public Reply answer(Request request) {
    if (!request.method().equals("POST")) {
      return Reply.problem(
              405,
              "method-not-allowed",
              "Method not allowed",
              "Messages are sent with POST; this server keeps no sessions and opens no streams")
          .with("Allow", "POST");
    }
    if (!isJson(request.headers().first("Content-Type"))) {
      return Reply.problem(
          415,
          "unsupported-media-type",
          "Unsupported media type",
          "Content-Type must be application/json");
    }
    Object body;
    try {
      body = json.read(request.body());
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

  /** A request without the header is taken at its word: many small clients leave it out. */
  private static boolean isJson(String contentType) {
    if (contentType == null) {
      return true;
    }
    int end = contentType.indexOf(';');
    String type =
        (end < 0 ? contentType : contentType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    return type.equals("application/json") || type.endsWith("+json");
  }
}
