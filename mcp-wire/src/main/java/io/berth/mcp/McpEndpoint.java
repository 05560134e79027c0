package io.berth.mcp;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The server side of MCP over HTTP, for both eras on one address, free of any HTTP server: it takes
 * the headers and the parsed body of a POST and gives back a status and JSON.
 *
 * <p>The caller has already checked who is calling, the Origin, and the size. Called on request
 * threads, by many at once; keeps nothing between calls.
 *
 * @param <C> the context handed through to the tools
 */
public final class McpEndpoint<C> {
  private static final int MAX_BATCH = 50;

  private final LegacyEra<C> legacy;
  private final ModernEra<C> modern;

  public McpEndpoint(ServerInfo info, ToolSet<C> tools) {
    ToolCalls<C> calls = new ToolCalls<>(tools);
    this.legacy = new LegacyEra<>(info, calls);
    this.modern = new ModernEra<>(info, calls);
  }

  /** The answer to a body that is no JSON at all. */
  public static McpReply notJson(JsonException e) {
    return McpReply.of(
        400,
        RpcReply.error(null, new RpcError(RpcError.PARSE_ERROR, "Parse error: " + e.getMessage())));
  }

  public McpReply post(McpHeaders.Source headers, Object body, C context) {
    try {
      if (body instanceof List<?> messages) {
        return batch(headers, messages, context);
      }
      RpcMessage message = RpcReader.message(body);
      if (isModern(headers, message)) {
        return answerModern(headers, message, context);
      }
      checkLegacyVersion(headers);
      Map<String, Object> reply = answerLegacy(message, context);
      return reply == null ? McpReply.accepted() : McpReply.of(200, reply);
    } catch (RpcException e) {
      return McpReply.of(e.status(), RpcReply.error(RpcReader.idOf(body), e.error()));
    } catch (ToolFailure e) {
      return failed(body, e);
    }
  }

  private McpReply answerModern(McpHeaders.Source headers, RpcMessage message, C context)
      throws RpcException, ToolFailure {
    if (message instanceof RpcMessage.Request request) {
      return McpReply.of(
          200, RpcReply.result(request.id(), modern.answer(headers, request, context)));
    }
    if (message instanceof RpcMessage.Notification) {
      return McpReply.accepted();
    }
    throw invalid("this server asks nothing, so it takes no responses");
  }

  /**
   * The reply, or null where none is wanted. Protocol errors of one message stay with that message.
   */
  private Map<String, Object> answerLegacy(RpcMessage message, C context) throws ToolFailure {
    if (!(message instanceof RpcMessage.Request request)) {
      return null;
    }
    try {
      return RpcReply.result(request.id(), legacy.answer(request, context));
    } catch (RpcException e) {
      return RpcReply.error(request.id(), e.error());
    }
  }

  private McpReply batch(McpHeaders.Source headers, List<?> messages, C context)
      throws RpcException, ToolFailure {
    ProtocolVersion version = checkLegacyVersion(headers);
    if (!version.batches()) {
      throw invalid("batches belong to revision 2025-03-26 only; send one message a request");
    }
    if (messages.isEmpty() || messages.size() > MAX_BATCH) {
      throw invalid("a batch has from 1 to " + MAX_BATCH + " messages");
    }
    List<Object> replies = new ArrayList<>();
    for (Object entry : messages) {
      Object reply = batchEntry(entry, context);
      if (reply != null) {
        replies.add(reply);
      }
    }
    return replies.isEmpty() ? McpReply.accepted() : McpReply.of(200, replies);
  }

  private Object batchEntry(Object entry, C context) throws ToolFailure {
    try {
      RpcMessage message = RpcReader.message(entry);
      if (message instanceof RpcMessage.Request request && request.method().equals("initialize")) {
        throw invalid("initialize must not be part of a batch");
      }
      return answerLegacy(message, context);
    } catch (RpcException e) {
      return RpcReply.error(RpcReader.idOf(entry), e.error());
    }
  }

  private static boolean isModern(McpHeaders.Source headers, RpcMessage message) {
    if (message instanceof RpcMessage.Request request
        && RequestMeta.of(request.params()).present()) {
      return true;
    }
    ProtocolVersion header = ProtocolVersion.of(headers.first(McpHeaders.PROTOCOL_VERSION));
    return header != null && header.modern();
  }

  private static ProtocolVersion checkLegacyVersion(McpHeaders.Source headers) throws RpcException {
    String header = headers.first(McpHeaders.PROTOCOL_VERSION);
    if (header == null) {
      return ProtocolVersion.V2025_03_26;
    }
    ProtocolVersion version = ProtocolVersion.of(header);
    if (version == null) {
      throw new RpcException(400, RpcError.unsupportedVersion(header, ProtocolVersion.labels()));
    }
    return version;
  }

  private static McpReply failed(Object body, ToolFailure failure) {
    boolean conflict = failure.kind() == ToolFailure.Kind.CONFLICT;
    RpcError error =
        new RpcError(
            conflict ? RpcError.INVALID_REQUEST : RpcError.INTERNAL_ERROR, failure.getMessage());
    return McpReply.of(conflict ? 409 : 503, RpcReply.error(RpcReader.idOf(body), error));
  }

  private static RpcException invalid(String rule) {
    return new RpcException(
        400, new RpcError(RpcError.INVALID_REQUEST, "Invalid request: " + rule));
  }
}
