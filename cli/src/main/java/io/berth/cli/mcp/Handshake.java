package io.berth.cli.mcp;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one client agreed on with the server, so that it can be agreed on again without the client
 * when the server's session is gone: the process of a project that slept has forgotten it.
 */
final class Handshake {
  private byte[] initialize;
  private String session = "";
  private String version = "";

  synchronized void asked(byte[] raw) {
    initialize = raw;
    session = "";
    version = "";
  }

  synchronized void agreed(String sessionId, String protocolVersion) {
    session = sessionId;
    version = protocolVersion;
  }

  /** The client's own request; null before there was one. */
  synchronized byte[] initialize() {
    return initialize;
  }

  synchronized String session() {
    return session;
  }

  synchronized Map<String, String> headers() {
    Map<String, String> headers = new LinkedHashMap<>();
    if (!session.isEmpty()) {
      headers.put("Mcp-Session-Id", session);
    }
    if (!version.isEmpty()) {
      headers.put("MCP-Protocol-Version", version);
    }
    return headers;
  }
}
