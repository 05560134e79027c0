package io.berth.mcp;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tools of a server, in the order in which they are listed. Shared by all request threads.
 *
 * @param <C> the context of a call, see {@link Tool}
 */
public final class ToolSet<C> {
  private final Map<String, Tool<C>> tools = new LinkedHashMap<>();
  private volatile JsonText.Raw list;

  public ToolSet(List<Tool<C>> tools) {
    for (Tool<C> tool : tools) {
      if (this.tools.put(tool.spec().name(), tool) != null) {
        throw new IllegalArgumentException("Two tools are named " + tool.spec().name());
      }
    }
  }

  /** The tool, or null if there is none of that name. */
  public Tool<C> find(String name) {
    return tools.get(name);
  }

  /** What {@code tools/list} shows, as JSON; written once, at the first question. */
  public JsonText.Raw json() {
    JsonText.Raw known = list;
    if (known == null) {
      List<Object> specs = new ArrayList<>();
      for (Tool<C> tool : tools.values()) {
        specs.add(tool.spec().json());
      }
      known = new JsonText.Raw(JsonText.text(specs));
      list = known;
    }
    return known;
  }
}
