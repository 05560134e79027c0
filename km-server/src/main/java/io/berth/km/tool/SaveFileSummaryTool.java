package io.berth.km.tool;

import io.berth.km.store.FileSummaryDraft;
import io.berth.km.store.ItemDraft;
import io.berth.km.store.KnowledgeStore;
import io.berth.km.store.Limits;
import io.berth.mcp.Argument;
import io.berth.mcp.Arguments;
import io.berth.mcp.InputSchema;
import io.berth.mcp.ToolHints;
import io.berth.mcp.ToolSpec;

/** {@code save_file_summary}: what a file is about, in the place of an earlier summary of it. */
record SaveFileSummaryTool(KnowledgeStore store) implements KmTool {
  @Override
  public ToolSpec spec() {
    return new ToolSpec(
        "save_file_summary",
        "Save a file summary",
        "Keeps what a file is about. An earlier summary of the same path and ticket is replaced.",
        InputSchema.of(
            Argument.required("file_path", Inputs.text(1, Limits.PATH), "The file's path"),
            Argument.required("summary", Inputs.text(1, Limits.CONTENT), "What it is about"),
            Inputs.ticket("The ticket it belongs to").or(ItemDraft.NO_TICKET)),
        ToolHints.REPLACES);
  }

  @Override
  public String answer(Arguments arguments, Call call) {
    FileSummaryDraft draft =
        new FileSummaryDraft(
            arguments.text("ticket_id"), arguments.text("file_path"), arguments.text("summary"));
    return Writes.run(
        store,
        "save_file_summary",
        arguments,
        call,
        writer -> {
          writer.saveFileSummary(draft);
          return Answers.of("success", true);
        });
  }
}
