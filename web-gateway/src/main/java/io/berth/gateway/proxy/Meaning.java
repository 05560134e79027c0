package io.berth.gateway.proxy;

import io.berth.connector.api.KmHeader;
import io.berth.gateway.cache.ListQuestion;
import io.berth.gateway.cache.Question;
import io.berth.gateway.mcp.McpMessage;
import io.berth.gateway.mcp.McpMessage.Kind;
import io.berth.gateway.mcp.McpMessages;
import java.util.List;
import java.util.Optional;

/**
 * What a request may do to its KM, as far as the gateway can know. Pure; in doubt it is a write.
 *
 * @param safeMethod GET, HEAD or OPTIONS
 * @param safeTool a call of a tool that the runtime lists as read-only
 * @param keyStored an Idempotency-Key came along and the runtime stores keys with the write
 * @param write whether it may change what reads answer
 * @param question what to look for in the cache of answers
 * @param list what to look for in the cache of lists
 * @param rpcId the request id that a cached answer must carry
 */
record Meaning(
    boolean safeMethod,
    boolean safeTool,
    boolean keyStored,
    boolean write,
    Optional<Question> question,
    Optional<ListQuestion> list,
    Optional<String> rpcId) {

  /** Whether this request's body is a message of MCP. */
  static boolean isMcpMessage(KnownProject project, Route route, String method) {
    return method.equals("POST") && isMcpEndpoint(project, route);
  }

  /** Whether it is for the KM's MCP endpoint, on whichever way. */
  static boolean isMcpEndpoint(KnownProject project, Route route) {
    return route.kind() == Route.Kind.MCP || route.target().equals(project.runtime().mcpPath());
  }

  /**
   * @param message the retained body of an MCP message, or null
   */
  static Meaning of(
      KnownProject project,
      Route route,
      String subject,
      String method,
      List<KmHeader> headers,
      byte[] message) {
    boolean safe = method.equals("GET") || method.equals("HEAD") || method.equals("OPTIONS");
    boolean key =
        project.runtime().storesIdempotencyKeys()
            && HeaderRules.first(headers, "idempotency-key") != null;
    if (message == null) {
      return new Meaning(
          safe, false, key, !safe, Optional.empty(), Optional.empty(), Optional.empty());
    }
    McpMessage mcp = McpMessages.read(message);
    boolean reads =
        mcp.kind() == Kind.TOOL_CALL && project.runtime().readOnlyTools().contains(mcp.tool());
    boolean again = mcp.repeatable() && acceptsJson(headers);
    boolean askable = reads && again && agrees(mcp, headers);
    // why not within a session: it ends with its process, and the list may depend on it
    boolean listable =
        mcp.kind() == Kind.LIST && again && HeaderRules.first(headers, "mcp-session-id") == null;
    return new Meaning(
        false,
        reads || mcp.reads(),
        key,
        !reads && !mcp.reads(),
        askable ? Optional.of(question(project, route, subject, headers, mcp)) : Optional.empty(),
        listable ? Optional.of(list(project, route, subject, headers, mcp)) : Optional.empty(),
        mcp.id());
  }

  private static Question question(
      KnownProject project, Route route, String subject, List<KmHeader> headers, McpMessage mcp) {
    return new Question(
        project.id().value(),
        project.incarnation(),
        project.runtime().name(),
        project.identityClass(subject),
        text(headers, "mcp-session-id"),
        (mcp.id().isPresent() ? "rpc " : "original ")
            + text(headers, "mcp-protocol-version")
            + ListHeaders.origin(headers)
            + route.target(),
        mcp.tool(),
        mcp.params());
  }

  private static ListQuestion list(
      KnownProject project, Route route, String subject, List<KmHeader> headers, McpMessage mcp) {
    boolean builtIn = project.runtime().builtIn();
    return new ListQuestion(
        new Question(
            project.id().value(),
            project.incarnation(),
            project.version(),
            "",
            "",
            ListHeaders.that(builtIn, headers) + ListHeaders.origin(headers) + route.target(),
            mcp.tool(),
            mcp.params()),
        builtIn,
        subject);
  }

  /** Whether the headers of the modern era say what the body says; the KM refuses it if not. */
  private static boolean agrees(McpMessage mcp, List<KmHeader> headers) {
    String method = HeaderRules.first(headers, "mcp-method");
    String name = HeaderRules.first(headers, "mcp-name");
    return (method == null || method.equals("tools/call"))
        && (name == null || name.equals(mcp.tool()));
  }

  private static boolean acceptsJson(List<KmHeader> headers) {
    String accept = HeaderRules.first(headers, "accept");
    return accept == null || accept.contains("application/json") || accept.contains("*/*");
  }

  private static String text(List<KmHeader> headers, String name) {
    String value = HeaderRules.first(headers, name);
    return value == null ? "" : value;
  }
}
