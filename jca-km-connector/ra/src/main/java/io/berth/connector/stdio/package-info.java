/**
 * A program that speaks MCP over its standard input and output, in front of many callers over HTTP:
 * the bridge, its sessions, and the two pipes. Knows neither slots nor channels.
 */
package io.berth.connector.stdio;
