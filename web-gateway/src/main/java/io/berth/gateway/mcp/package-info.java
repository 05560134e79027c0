/**
 * What the gateway must understand of MCP: which messages only read, and how answers are reused.
 */
package io.berth.gateway.mcp;
