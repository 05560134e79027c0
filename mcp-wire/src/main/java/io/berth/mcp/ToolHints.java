package io.berth.mcp;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a tool does to the world, as MCP annotations. They must be true: the gateway replays a call
 * whose outcome it does not know only if the tool is read-only or idempotent.
 */
public enum ToolHints {
  /** Changes nothing. */
  READS(true, true, false),
  /** Adds or replaces; the same call twice is the same as once. */
  REPEATABLE(false, true, false),
  /** Adds; the same call twice may add twice. */
  ADDS(false, false, false),
  /** The same, but what was there before is gone. */
  REPLACES(false, true, true);

  private final boolean readOnly;
  private final boolean idempotent;
  private final boolean destructive;

  ToolHints(boolean readOnly, boolean idempotent, boolean destructive) {
    this.readOnly = readOnly;
    this.idempotent = idempotent;
    this.destructive = destructive;
  }

  public boolean readOnly() {
    return readOnly;
  }

  public boolean idempotent() {
    return idempotent;
  }

  public boolean destructive() {
    return destructive;
  }

  Map<String, Object> json(String title) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("title", title);
    json.put("readOnlyHint", readOnly);
    json.put("idempotentHint", idempotent);
    json.put("destructiveHint", destructive);
    json.put("openWorldHint", false);
    return json;
  }
}
