package io.berth.km.tool;

import io.berth.km.store.KnowledgeStore;
import io.berth.km.store.KnowledgeWriter;
import io.berth.km.store.SearchIndex;
import io.berth.mcp.Arguments;
import io.berth.mcp.InputSchema;
import io.berth.mcp.ToolHints;
import io.berth.mcp.ToolSpec;
import java.util.Locale;

/**
 * {@code check_index}, which compares an index with what it is of, and {@code rebuild_index}. Each
 * is one write, all or nothing, also under kill -9: others wait for it.
 *
 * @param outcome the field of the answer that tells what came of it
 */
record IndexTool(KnowledgeStore store, ToolSpec spec, String outcome, Work work) implements KmTool {
  /** What is done to the index within a write. */
  interface Work {
    Object on(SearchIndex index, KnowledgeWriter writer);
  }

  static IndexTool check(KnowledgeStore store) {
    return new IndexTool(
        store,
        new ToolSpec(
            "check_index",
            "Check an index",
            "Says whether an index is sound: compared word by word with what is known. Other writes wait.",
            InputSchema.of(Inputs.index()),
            ToolHints.READS),
        "sound",
        (index, writer) -> writer.sound(index));
  }

  static IndexTool rebuild(KnowledgeStore store) {
    return new IndexTool(
        store,
        new ToolSpec(
            "rebuild_index",
            "Make an index anew",
            "Makes an index anew from what is known. Questions are answered from the old one until then, other writes wait.",
            InputSchema.of(Inputs.index()),
            ToolHints.REPEATABLE),
        "entries",
        (index, writer) -> writer.rebuild(index));
  }

  @Override
  public String answer(Arguments arguments, Call call) {
    String name = arguments.text("index");
    SearchIndex index = SearchIndex.valueOf(name.toUpperCase(Locale.ROOT));
    return Writes.run(
        store,
        spec.name(),
        arguments,
        call,
        writer -> Answers.of("success", true, "index", name, outcome, work.on(index, writer)));
  }
}
