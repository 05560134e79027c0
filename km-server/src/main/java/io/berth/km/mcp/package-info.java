/**
 * The address that agents speak to: MCP of both eras and the shape of the program that came before.
 */
package io.berth.km.mcp;
