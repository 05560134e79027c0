/** A project as an MCP server on standard input and output, for clients that speak no HTTP. */
package io.berth.cli.mcp;
