package io.berth.mcp;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * One tool of a server. Called on a request thread, by many at once.
 *
 * @param <C> what the server knows about the call beside its arguments: the caller, an idempotency
 *     key
 */
public interface Tool<C> {
  ToolSpec spec();

  /** Does the work and answers with the JSON text of one object. */
  String call(Arguments arguments, C context) throws ToolFailure;

  /**
   * The same for a tool that may have to wait, which then must not hold the thread: the answer
   * comes later, a {@link ToolFailure} as the stage's failure. Only servers that answer by {@link
   * McpEndpoint#begin} may have such tools.
   */
  default CompletionStage<String> begin(Arguments arguments, C context) throws ToolFailure {
    return CompletableFuture.completedFuture(call(arguments, context));
  }

  /** What the caller reads of a failure. */
  default String told(ToolFailure failure) {
    return spec().name() + ": " + failure.getMessage();
  }
}
