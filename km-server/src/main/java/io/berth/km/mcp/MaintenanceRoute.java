package io.berth.km.mcp;

import io.berth.km.http.Reply;
import io.berth.km.http.Request;
import io.berth.km.http.Route;
import io.berth.km.tool.Call;
import io.berth.mcp.JsonException;
import io.berth.mcp.ToolSet;

/**
 * {@code POST /maintenance}: {@code {tool_name, tool_input}} for what is done to the store itself,
 * called by Berth's background jobs. Kept apart from {@code /mcp}, so that no model finds it in a
 * list of tools.
 */
public final class MaintenanceRoute implements Route {
  private final OriginalShape shape;

  public MaintenanceRoute(ToolSet<Call> tools) {
    this.shape = new OriginalShape(tools);
  }

  @Override
  public Reply answer(Request request) {
    Reply refused = JsonPost.refused(request);
    if (refused != null) {
      return refused;
    }
    try {
      Object body = JsonPost.body(request);
      if (OriginalShape.recognises(body)) {
        return shape.answer(
            body, new Call(request.subject(), request.headers().first("Idempotency-Key")));
      }
      return invalid("the body must be {\"tool_name\": …, \"tool_input\": {…}}");
    } catch (JsonException e) {
      return invalid(e.getMessage());
    }
  }

  private static Reply invalid(String detail) {
    return Reply.problem(400, "invalid", "Not a request", detail);
  }
}
