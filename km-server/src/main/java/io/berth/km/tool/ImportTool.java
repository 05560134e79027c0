package io.berth.km.tool;

import io.berth.km.store.Document;
import io.berth.km.store.ImportOrder;
import io.berth.km.store.ImportReport;
import io.berth.km.store.ItemDraft;
import io.berth.km.store.KnowledgeStore;
import io.berth.km.store.Limits;
import io.berth.mcp.Argument;
import io.berth.mcp.ArgumentType.ListOf;
import io.berth.mcp.ArgumentType.ObjectOf;
import io.berth.mcp.Arguments;
import io.berth.mcp.InputSchema;
import io.berth.mcp.ToolHints;
import io.berth.mcp.ToolSpec;
import java.util.ArrayList;
import java.util.List;

/** {@code import}: Markdown or text documents, split at their headings, all or none. */
record ImportTool(KnowledgeStore store) implements KmTool {
  private static final InputSchema DOCUMENT =
      InputSchema.of(
          Argument.required(
              "name",
              Inputs.text(1, Limits.PATH),
              "How the document is known, often a relative path"),
          Argument.required("content", Inputs.text(0, Limits.DOCUMENT), "The whole text"));

  @Override
  public ToolSpec spec() {
    return new ToolSpec(
        "import",
        "Import documents",
        "Takes Markdown or text documents, split at their headings. A document of a name that was imported before takes its place.",
        InputSchema.of(
            Argument.required(
                "documents",
                new ListOf(new ObjectOf(DOCUMENT), 1, Limits.DOCUMENTS),
                "The documents; all are imported or none"),
            Inputs.ticket("The ticket they belong to").or(ItemDraft.NO_TICKET)),
        ToolHints.REPLACES);
  }

  @Override
  public String answer(Arguments arguments, Call call) {
    List<Document> documents = new ArrayList<>();
    for (Arguments document : arguments.objects("documents")) {
      documents.add(new Document(document.text("name"), document.text("content")));
    }
    ImportOrder order = new ImportOrder(documents, arguments.text("ticket_id"));
    return Writes.run(
        store,
        "import",
        arguments,
        call,
        writer -> {
          ImportReport report = writer.importDocuments(order);
          return Answers.of(
              "success",
              true,
              "imported",
              report.imported(),
              "sections",
              report.sections(),
              "replaced",
              report.replaced());
        });
  }
}
