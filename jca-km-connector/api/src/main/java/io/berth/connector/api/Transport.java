package io.berth.connector.api;

/** How a Knowledge Manager is spoken to. */
public enum Transport {
  /** An HTTP server on the assigned loopback port. */
  HTTP,
  /** A program that speaks MCP over its standard input and output. */
  STDIO
}
