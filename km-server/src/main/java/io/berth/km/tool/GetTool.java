package io.berth.km.tool;

import io.berth.km.store.Item;
import io.berth.km.store.KnowledgeStore;
import io.berth.mcp.Arguments;
import io.berth.mcp.InputSchema;
import io.berth.mcp.JsonText;
import io.berth.mcp.ToolHints;
import io.berth.mcp.ToolSpec;
import java.util.Optional;

/** {@code get}: one item, whole. */
record GetTool(KnowledgeStore store) implements KmTool {
  @Override
  public ToolSpec spec() {
    return new ToolSpec(
        "get",
        "Get an item",
        "Returns one item with its whole content.",
        InputSchema.of(Inputs.itemId()),
        ToolHints.READS);
  }

  @Override
  public String answer(Arguments arguments, Call call) {
    long id = arguments.whole("item_id");
    Optional<Item> item = store.item(id);
    return item.isPresent()
        ? JsonText.text(Answers.whole(item.get()))
        : Answers.of("error", "Item not found", "item_id", id);
  }
}
