package io.berth.gateway.proxy;

import io.berth.connector.api.ProjectId;

/**
 * Where a request goes.
 *
 * @param project to whose KM
 * @param kind by which door
 * @param target for {@link Kind#KM}: path and query exactly as received, behind the prefix; for
 *     {@link Kind#MCP}: the query with its question mark, or nothing
 */
record Route(ProjectId project, Kind kind, String target) {
  /** The two doors of a project. */
  enum Kind {
    /** The KM's own paths. */
    KM,
    /** The runtime's MCP endpoint. */
    MCP
  }

  /** What goes on the wire. */
  String wireTarget(String mcpPath) {
    return kind == Kind.KM ? target : mcpPath + target;
  }
}
