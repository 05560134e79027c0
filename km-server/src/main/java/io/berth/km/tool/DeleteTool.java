package io.berth.km.tool;

import io.berth.km.store.KnowledgeStore;
import io.berth.mcp.Arguments;
import io.berth.mcp.InputSchema;
import io.berth.mcp.ToolHints;
import io.berth.mcp.ToolSpec;

/** {@code delete}: forgets an item. Deleting what is gone is no error, and the answer says so. */
record DeleteTool(KnowledgeStore store) implements KmTool {
  @Override
  public ToolSpec spec() {
    return new ToolSpec(
        "delete",
        "Delete an item",
        "Deletes one item for good. deleted is false if there was none of that id.",
        InputSchema.of(Inputs.itemId()),
        ToolHints.REPLACES);
  }

  @Override
  public String answer(Arguments arguments, Call call) {
    long id = arguments.whole("item_id");
    return Writes.run(
        store,
        "delete",
        arguments,
        call,
        writer -> Answers.of("success", true, "deleted", writer.delete(id)));
  }
}
