package io.berth.km.tool;

import io.berth.km.store.Hit;
import io.berth.km.store.KnowledgeStore;
import io.berth.km.store.Limits;
import io.berth.km.store.Question;
import io.berth.mcp.Argument;
import io.berth.mcp.Arguments;
import io.berth.mcp.InputSchema;
import io.berth.mcp.ToolHints;
import io.berth.mcp.ToolSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code query}: the best items for a question, best first. */
record QueryTool(KnowledgeStore store) implements KmTool {
  private static final String NOTHING = "No relevant information found";

  @Override
  public ToolSpec spec() {
    return new ToolSpec(
        "query",
        "Ask the knowledge",
        "Finds what this project knows about a question, best first. Words are stemmed; \"quoted phrases\" and prefix* are allowed. Long contents are cut: get returns the whole.",
        InputSchema.of(
            Argument.required("question", Inputs.text(1, Limits.QUESTION), "The question in words"),
            Inputs.ticket("Only items of this ticket"),
            Inputs.itemType("Only items of this type"),
            Inputs.limit(Limits.RESULTS, Question.DEFAULT_LIMIT)),
        ToolHints.READS);
  }

  @Override
  public String answer(Arguments arguments, Call call) {
    Question question =
        new Question(
            arguments.text("question"),
            Optional.ofNullable(arguments.text("ticket_id")),
            Optional.ofNullable(arguments.text("item_type")),
            (int) arguments.whole("limit"));
    List<Hit> hits = store.query(question);
    List<Object> results = new ArrayList<>();
    for (Hit hit : hits) {
      results.add(Answers.hit(hit));
    }
    return Answers.of(
        "results", results, "summary", hits.isEmpty() ? NOTHING : hits.get(0).item().content());
  }
}
