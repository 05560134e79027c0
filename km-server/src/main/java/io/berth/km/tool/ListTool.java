package io.berth.km.tool;

import io.berth.km.store.ItemEntry;
import io.berth.km.store.ItemFilter;
import io.berth.km.store.ItemPage;
import io.berth.km.store.KnowledgeStore;
import io.berth.km.store.Limits;
import io.berth.mcp.Argument;
import io.berth.mcp.ArgumentType;
import io.berth.mcp.Arguments;
import io.berth.mcp.InputSchema;
import io.berth.mcp.JsonText;
import io.berth.mcp.ToolHints;
import io.berth.mcp.ToolSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code list}: what there is, oldest first, page by page, without contents. */
record ListTool(KnowledgeStore store) implements KmTool {
  @Override
  public ToolSpec spec() {
    return new ToolSpec(
        "list",
        "List items",
        "Lists the items of this project without their contents, oldest first. If next_cursor is in the answer, there is more: pass it as cursor.",
        InputSchema.of(
            Inputs.ticket("Only items of this ticket"),
            Inputs.itemType("Only items of this type"),
            Argument.optional(
                "source",
                Inputs.text(1, Limits.PATH),
                "Only sections of the imported document of this name"),
            Inputs.limit(Limits.PAGE, ItemFilter.DEFAULT_LIMIT),
            Argument.optional(
                    "cursor",
                    new ArgumentType.Whole(0, Long.MAX_VALUE),
                    "next_cursor of the page before")
                .or(0L)),
        ToolHints.READS);
  }

  @Override
  public String answer(Arguments arguments, Call call) {
    ItemPage page =
        store.items(
            new ItemFilter(
                Optional.ofNullable(arguments.text("ticket_id")),
                Optional.ofNullable(arguments.text("item_type")),
                Optional.ofNullable(arguments.text("source")),
                (int) arguments.whole("limit"),
                arguments.whole("cursor")));
    List<Object> items = new ArrayList<>();
    for (ItemEntry entry : page.items()) {
      items.add(Answers.entry(entry));
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("items", items);
    page.next().ifPresent(next -> json.put("next_cursor", next));
    return JsonText.text(json);
  }
}
