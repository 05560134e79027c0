package io.berth.km.tool;

import io.berth.km.paths.FilePaths;
import io.berth.km.store.Limits;
import io.berth.mcp.Argument;
import io.berth.mcp.Arguments;
import io.berth.mcp.InputSchema;
import io.berth.mcp.ToolHints;
import io.berth.mcp.ToolSpec;

/** {@code get_file_path}: where the file of a component belongs by the project's conventions. */
record FilePathTool(FilePaths paths) implements KmTool {
  @Override
  public ToolSpec spec() {
    return new ToolSpec(
        "get_file_path",
        "Where a file belongs",
        "Says where the file of a component belongs by the conventions of this project. Touches no file.",
        InputSchema.of(
            Inputs.component(),
            Argument.optional(
                    "file_type",
                    Inputs.text(1, Limits.NAME),
                    "component, service, model, util, test, ...")
                .or("component")),
        ToolHints.READS);
  }

  @Override
  public String answer(Arguments arguments, Call call) {
    return Answers.of(
        "path", paths.path(arguments.text("component_name"), arguments.text("file_type")));
  }
}
