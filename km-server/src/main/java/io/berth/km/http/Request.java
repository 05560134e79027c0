package io.berth.km.http;

import io.berth.mcp.McpHeaders;

/**
 * A request that was admitted, as its route sees it.
 *
 * @param subject the proved name of the caller
 * @param body empty where there is none
 */
public record Request(
    String method, String path, McpHeaders.Source headers, String subject, byte[] body) {}
