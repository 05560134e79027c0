package io.berth.km.tool;

import io.berth.km.status.Timestamps;
import io.berth.km.store.FileSummaryHit;
import io.berth.km.store.FileSummaryQuestion;
import io.berth.km.store.KnowledgeStore;
import io.berth.km.store.Limits;
import io.berth.km.store.Question;
import io.berth.mcp.Argument;
import io.berth.mcp.Arguments;
import io.berth.mcp.InputSchema;
import io.berth.mcp.ToolHints;
import io.berth.mcp.ToolSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code query_file_summaries}: the files that a question is about, best first; without a question
 * the newest.
 */
record QueryFileSummariesTool(KnowledgeStore store) implements KmTool {
  @Override
  public ToolSpec spec() {
    return new ToolSpec(
        "query_file_summaries",
        "Ask the file summaries",
        "Finds the files whose summary or path fits a question, best first; without a question the newest summaries.",
        InputSchema.of(
            Argument.optional(
                    "question", Inputs.text(0, Limits.QUESTION), "Words of the summary or the path")
                .or(""),
            Inputs.ticket("Only summaries of this ticket"),
            Inputs.limit(Limits.RESULTS, Question.DEFAULT_LIMIT)),
        ToolHints.READS);
  }

  @Override
  public String answer(Arguments arguments, Call call) {
    FileSummaryQuestion question =
        new FileSummaryQuestion(
            arguments.text("question"),
            Optional.ofNullable(arguments.text("ticket_id")),
            (int) arguments.whole("limit"));
    List<Object> results = new ArrayList<>();
    for (FileSummaryHit hit : store.fileSummaries(question)) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("file_path", hit.path());
      json.put("ticket_id", hit.ticketId());
      json.put("summary", hit.summary());
      json.put("similarity", Math.round(hit.similarity() * 10_000) / 10_000.0);
      json.put("subject", hit.subject());
      json.put("updated_at", Timestamps.text(hit.updatedAt()));
      results.add(json);
    }
    return Answers.of("results", results);
  }
}
