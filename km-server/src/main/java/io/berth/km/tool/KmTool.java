package io.berth.km.tool;

import io.berth.mcp.Arguments;
import io.berth.mcp.ToolSpec;

/**
 * One tool of the Knowledge Manager. Called on request threads, by many at once, with arguments
 * that passed its schema; its answer is JSON text of one object. It may throw what the store
 * throws.
 */
interface KmTool {
  ToolSpec spec();

  String answer(Arguments arguments, Call call);
}
