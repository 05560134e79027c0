package io.berth.mcp;

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
}
