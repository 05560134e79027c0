/**
 * The wire format that Berth's programs share: bounded JSON, JSON-RPC 2.0 messages and the server
 * side of MCP over HTTP in both eras.
 *
 * <p>It opens no socket and knows no container: {@link io.berth.mcp.McpEndpoint} takes headers and
 * bytes and gives back a status and bytes, so the same rules serve the Knowledge Manager and the
 * gateway.
 */
package io.berth.mcp;
