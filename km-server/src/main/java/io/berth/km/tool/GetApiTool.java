package io.berth.km.tool;

import io.berth.km.store.ComponentApi;
import io.berth.km.store.KnowledgeStore;
import io.berth.mcp.Arguments;
import io.berth.mcp.InputSchema;
import io.berth.mcp.JsonText;
import io.berth.mcp.ToolHints;
import io.berth.mcp.ToolSpec;
import java.util.Optional;

/** {@code get_api}: the registered API of a component. */
record GetApiTool(KnowledgeStore store) implements KmTool {
  @Override
  public ToolSpec spec() {
    return new ToolSpec(
        "get_api",
        "Look up an API",
        "Returns the API that was registered for a component.",
        InputSchema.of(Inputs.component()),
        ToolHints.READS);
  }

  @Override
  public String answer(Arguments arguments, Call call) {
    Optional<ComponentApi> api = store.api(arguments.text("component_name"));
    if (api.isEmpty()) {
      return Answers.of("error", "Component not found");
    }
    return Answers.of(
        "component",
        api.get().component(),
        "api",
        new JsonText.Raw(api.get().definition()),
        "files",
        api.get().files());
  }
}
