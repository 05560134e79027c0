/**
 * Agents over WebSocket: one connection each, which costs neither a thread nor a connection to the
 * database.
 */
package io.berth.gateway.socket;
