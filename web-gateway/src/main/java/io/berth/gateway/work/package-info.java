/**
 * What agents may ask for and report, whichever way they come: one order of checks, one set of
 * rules and errors for REST, MCP and WebSocket.
 */
package io.berth.gateway.work;
