package io.berth.mcp;

import java.util.LinkedHashMap;
import java.util.Map;

/** How a tool presents itself in {@code tools/list}. */
public record ToolSpec(
    String name, String title, String description, InputSchema input, ToolHints hints) {
  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", name);
    json.put("title", title);
    json.put("description", description);
    json.put("inputSchema", input.json());
    json.put("annotations", hints.json(title));
    return json;
  }
}
