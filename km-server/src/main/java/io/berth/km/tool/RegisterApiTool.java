package io.berth.km.tool;

import io.berth.km.store.ComponentApi;
import io.berth.km.store.KnowledgeStore;
import io.berth.mcp.Argument;
import io.berth.mcp.ArgumentType;
import io.berth.mcp.Arguments;
import io.berth.mcp.InputSchema;
import io.berth.mcp.JsonText;
import io.berth.mcp.ToolHints;
import io.berth.mcp.ToolSpec;

/** {@code register_api}: keeps the API of a component, any JSON, in the place of an earlier one. */
record RegisterApiTool(KnowledgeStore store) implements KmTool {
  @Override
  public ToolSpec spec() {
    return new ToolSpec(
        "register_api",
        "Register an API",
        "Keeps the API of a component for other agents to look up with get_api. An earlier one of that component is replaced.",
        InputSchema.of(
            Inputs.component(),
            Argument.required(
                "api_definition", new ArgumentType.Anything(), "The API: any JSON value, or text"),
            Inputs.paths("file_paths", "The files that make it")),
        ToolHints.REPLACES);
  }

  @Override
  public String answer(Arguments arguments, Call call) {
    // why: always JSON text, so that get_api gives back a text as a text and an object as an object
    String definition = JsonText.text(arguments.any("api_definition"));
    ComponentApi api =
        new ComponentApi(
            arguments.text("component_name"), definition, arguments.texts("file_paths"));
    return Writes.run(
        store,
        "register_api",
        arguments,
        call,
        writer -> {
          writer.registerApi(api);
          return Answers.of("success", true);
        });
  }
}
