/**
 * Berth's own tools over MCP at {@code /mcp}, in both eras: what agents and operators do with
 * boards and projects, by the rules of the management API.
 */
package io.berth.gateway.platform;
