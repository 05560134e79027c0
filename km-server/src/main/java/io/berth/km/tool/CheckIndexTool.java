package io.berth.km.tool;

import io.berth.km.store.KnowledgeStore;
import io.berth.km.store.SearchIndex;
import io.berth.mcp.Arguments;
import io.berth.mcp.InputSchema;
import io.berth.mcp.ToolHints;
import io.berth.mcp.ToolSpec;
import java.util.Locale;

/** {@code check_index}: compares an index with what it is of. */
record CheckIndexTool(KnowledgeStore store) implements KmTool {
  @Override
  public ToolSpec spec() {
    return new ToolSpec(
        "check_index",
        "Check an index",
        "Says whether an index is sound: compared word by word with what is known. Other writes wait.",
        InputSchema.of(Inputs.index()),
        ToolHints.READS);
  }

  @Override
  public String answer(Arguments arguments, Call call) {
    String name = arguments.text("index");
    SearchIndex index = SearchIndex.valueOf(name.toUpperCase(Locale.ROOT));
    return Writes.run(
        store,
        "check_index",
        arguments,
        call,
        writer -> Answers.of("success", true, "index", name, "sound", writer.sound(index)));
  }
}
