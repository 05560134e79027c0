/** The command's side of the management API and of MCP. */
package io.berth.cli.http;
