package io.berth.km.tool;

import io.berth.km.store.ItemDraft;
import io.berth.km.store.KnowledgeStore;
import io.berth.km.store.Limits;
import io.berth.mcp.Argument;
import io.berth.mcp.Arguments;
import io.berth.mcp.InputSchema;
import io.berth.mcp.ToolHints;
import io.berth.mcp.ToolSpec;

/** {@code save}: keeps a piece of knowledge; the same again under the same ticket is kept once. */
record SaveTool(KnowledgeStore store) implements KmTool {
  @Override
  public ToolSpec spec() {
    return new ToolSpec(
        "save",
        "Save knowledge",
        "Keeps a piece of knowledge of this project durably, to be found by query. Saving the same again under the same ticket changes nothing and returns the same id.",
        InputSchema.of(
            Inputs.ticket("The ticket it belongs to").or(ItemDraft.NO_TICKET),
            Inputs.itemType("What kind of knowledge it is").or(ItemDraft.GENERAL),
            Argument.optional("title", Inputs.text(0, Limits.TITLE), "A title of one line").or(""),
            Argument.required("content", Inputs.text(1, Limits.CONTENT), "The knowledge itself")),
        ToolHints.REPEATABLE);
  }

  @Override
  public String answer(Arguments arguments, Call call) {
    ItemDraft draft =
        new ItemDraft(
            arguments.text("ticket_id"),
            arguments.text("item_type"),
            arguments.text("title"),
            arguments.text("content"));
    return Writes.run(
        store,
        "save",
        arguments,
        call,
        writer -> Answers.of("success", true, "item_id", writer.save(draft).itemId()));
  }
}
