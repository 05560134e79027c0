package io.berth.km.tool;

import io.berth.km.metrics.RequestMetrics;
import io.berth.km.paths.FilePaths;
import io.berth.km.store.KnowledgeStore;
import io.berth.mcp.Tool;
import io.berth.mcp.ToolSet;
import java.util.ArrayList;
import java.util.List;

/** The tools of the Knowledge Manager, the originals first. */
public final class KmTools {
  private KmTools() {}

  public static ToolSet<Call> over(KnowledgeStore store, FilePaths paths, RequestMetrics metrics) {
    KmTool[] tools = {
      new SaveTool(store),
      new QueryTool(store),
      new FilePathTool(paths),
      new RegisterApiTool(store),
      new GetApiTool(store),
      new GetTool(store),
      new ListTool(store),
      new DeleteTool(store),
      new ImportTool(store),
      new SaveFileSummaryTool(store),
      new QueryFileSummariesTool(store)
    };
    return guarded(metrics, tools);
  }

  /** What is done to the store itself. Not offered to those who only want to know something. */
  public static ToolSet<Call> maintenance(KnowledgeStore store, RequestMetrics metrics) {
    return guarded(metrics, IndexTool.check(store), IndexTool.rebuild(store));
  }

  private static ToolSet<Call> guarded(RequestMetrics metrics, KmTool... tools) {
    List<Tool<Call>> guarded = new ArrayList<>();
    for (KmTool tool : tools) {
      guarded.add(new GuardedTool(tool, metrics));
    }
    return new ToolSet<>(guarded);
  }
}
