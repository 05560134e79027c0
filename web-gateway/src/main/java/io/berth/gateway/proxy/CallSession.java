package io.berth.gateway.proxy;

import io.berth.connector.api.KmHeader;
import io.berth.connector.api.KmResponseHead;
import io.berth.gateway.mcp.McpSessions;
import io.berth.mcp.McpHeaders;
import java.util.List;

/**
 * The MCP session of one call, if it is one of MCP: whether the process that gave it out is gone,
 * and what the answer tells of it. A KM of the next generation would call it unknown in one way or
 * another; the protocol has one way, 404, and clients begin anew on it.
 */
final class CallSession {
  private final McpSessions sessions;
  private final String incarnation;
  private final boolean mcp;
  private final String asked;

  CallSession(McpSessions sessions, KnownProject project, Route route, List<KmHeader> received) {
    this.sessions = sessions;
    this.incarnation = project.incarnation();
    this.mcp = Meaning.isMcpEndpoint(project, route);
    this.asked = mcp ? HeaderRules.first(received, McpHeaders.SESSION_ID) : null;
  }

  /** Whether it is for the MCP endpoint, by whatever method. */
  boolean isMcp() {
    return mcp;
  }

  /** Whether the caller speaks of a session at all. */
  boolean isNamed() {
    return asked != null;
  }

  /** Whether no process of this generation knows it. */
  boolean isDead(long generation) {
    return asked != null && sessions.isDead(incarnation, asked, generation);
  }

  /** Takes note of what this answer says of sessions. */
  void answered(KmResponseHead head) {
    if (!mcp || head.status() < 200 || head.status() > 299) {
      return;
    }
    String given = HeaderRules.first(head.headers(), McpHeaders.SESSION_ID);
    String session = given == null ? asked : given;
    if (session != null) {
      sessions.lives(incarnation, session, head.generation());
    }
  }
}
