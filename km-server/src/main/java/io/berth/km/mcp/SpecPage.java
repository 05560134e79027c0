package io.berth.km.mcp;

import io.berth.km.http.Reply;
import io.berth.km.http.Request;
import io.berth.km.http.Route;
import io.berth.mcp.ToolSet;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code GET /mcp/spec}: the tools, as the program that came before told them. */
public record SpecPage(String serverName, ToolSet<?> tools) implements Route {
  @Override
  public Reply answer(Request request) {
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("protocol_version", "1.0");
    spec.put("server_name", serverName);
    spec.put("tools", tools.json());
    return Reply.json(200, spec);
  }
}
