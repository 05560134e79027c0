package io.berth.km.tool;

import io.berth.km.Log;
import io.berth.km.metrics.RequestMetrics;
import io.berth.km.store.KnowledgeException;
import io.berth.mcp.Arguments;
import io.berth.mcp.Tool;
import io.berth.mcp.ToolFailure;
import io.berth.mcp.ToolSpec;

/**
 * Counts the calls of a tool and turns what its store throws into a failure that the caller may
 * read.
 */
final class GuardedTool implements Tool<Call> {
  private final KmTool tool;
  private final ToolSpec spec;
  private final RequestMetrics metrics;

  GuardedTool(KmTool tool, RequestMetrics metrics) {
    this.tool = tool;
    this.spec = tool.spec();
    this.metrics = metrics;
  }

  @Override
  public ToolSpec spec() {
    return spec;
  }

  @Override
  public String call(Arguments arguments, Call call) throws ToolFailure {
    boolean done = false;
    try {
      String answer = tool.answer(arguments, call);
      done = true;
      return answer;
    } catch (KnowledgeException e) {
      throw failure(e);
    } catch (RuntimeException e) {
      Log.failure("The tool " + spec.name() + " failed", e);
      throw new ToolFailure(
          ToolFailure.Kind.INTERNAL, "internal error; the log of this process says more");
    } finally {
      metrics.tool(spec.name(), done);
    }
  }

  private ToolFailure failure(KnowledgeException e) {
    return switch (e.kind()) {
      case INVALID -> new ToolFailure(ToolFailure.Kind.INVALID, e.getMessage());
      case TOO_LARGE -> new ToolFailure(ToolFailure.Kind.TOO_LARGE, e.getMessage());
      case CONFLICT -> new ToolFailure(ToolFailure.Kind.CONFLICT, e.getMessage());
      case LOCKED, UNAVAILABLE -> new ToolFailure(ToolFailure.Kind.UNAVAILABLE, e.getMessage());
      case BROKEN -> {
        Log.failure("The store failed under the tool " + spec.name(), e);
        yield new ToolFailure(ToolFailure.Kind.INTERNAL, e.getMessage());
      }
    };
  }
}
