package io.berth.gateway.mcp;

import java.util.Optional;

/**
 * What one body on an MCP endpoint means for replay and caching. Whatever is not understood is a
 * write.
 *
 * @param kind what it may do
 * @param tool the tool it calls, for {@link Kind#TOOL_CALL}; the method, for {@link Kind#LIST}
 * @param params its parameters in canonical form: keys sorted, no white space
 * @param id the JSON of its request id, as written; empty in the original's shape
 * @param repeatable whether an answer to an equal call would do: false when it asks for progress
 */
public record McpMessage(
    Kind kind, String tool, String params, Optional<String> id, boolean repeatable) {
  /** What a message may do. */
  public enum Kind {
    /** It changes nothing: a list, a ping, a handshake. */
    READ,
    /** It asks what the server offers: a list, or what a server says of itself. */
    LIST,
    /** A tool is called; what that does depends on the tool. */
    TOOL_CALL,
    /** It may change something. */
    WRITE
  }

  /** Whether it changes nothing, whatever server it is. */
  public boolean reads() {
    return kind == Kind.READ || kind == Kind.LIST;
  }

  static final McpMessage UNKNOWN = new McpMessage(Kind.WRITE, "", "", Optional.empty(), false);
  static final McpMessage READING = new McpMessage(Kind.READ, "", "", Optional.empty(), false);
}
