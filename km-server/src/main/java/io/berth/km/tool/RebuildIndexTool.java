package io.berth.km.tool;

import io.berth.km.store.KnowledgeStore;
import io.berth.km.store.SearchIndex;
import io.berth.mcp.Arguments;
import io.berth.mcp.InputSchema;
import io.berth.mcp.ToolHints;
import io.berth.mcp.ToolSpec;
import java.util.Locale;

/** {@code rebuild_index}: one write, all or nothing, also under kill -9. */
record RebuildIndexTool(KnowledgeStore store) implements KmTool {
  @Override
  public ToolSpec spec() {
    return new ToolSpec(
        "rebuild_index",
        "Make an index anew",
        "Makes an index anew from what is known. Questions are answered from the old one until then, other writes wait.",
        InputSchema.of(Inputs.index()),
        ToolHints.REPEATABLE);
  }

  @Override
  public String answer(Arguments arguments, Call call) {
    String name = arguments.text("index");
    SearchIndex index = SearchIndex.valueOf(name.toUpperCase(Locale.ROOT));
    return Writes.run(
        store,
        "rebuild_index",
        arguments,
        call,
        writer -> Answers.of("success", true, "index", name, "entries", writer.rebuild(index)));
  }
}
