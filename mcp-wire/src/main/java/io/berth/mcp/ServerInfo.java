package io.berth.mcp;

import java.util.LinkedHashMap;
import java.util.Map;

/** How a server names itself to its clients; for display only. */
public record ServerInfo(String name, String title, String version, String instructions) {
  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", name);
    json.put("title", title);
    json.put("version", version);
    return json;
  }
}
