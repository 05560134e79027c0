package io.berth.mcp;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

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

  /** The answer, from tools that never wait. */
  public McpReply post(McpHeaders.Source headers, Object body, C context) {
    return Later.now(begin(headers, body, context));
  }

  /**
   * The answer, perhaps later; no thread waits for it. Headers are read before this returns. The
   * stage fails only by a defect of a tool.
   */
  public CompletionStage<McpReply> begin(McpHeaders.Source headers, Object body, C context) {
    try {
      return dispatch(headers, body, context)
          .exceptionally(
              thrown -> {
                if (Later.cause(thrown) instanceof ToolFailure failure) {
                  return failed(body, failure);
                }
                throw new CompletionException(Later.cause(thrown));
              });
    } catch (RpcException e) {
      return CompletableFuture.completedFuture(
          McpReply.of(e.status(), RpcReply.error(RpcReader.idOf(body), e.error())));
    } catch (ToolFailure e) {
      return CompletableFuture.completedFuture(failed(body, e));
    }
  }

  private CompletionStage<McpReply> dispatch(McpHeaders.Source headers, Object body, C context)
      throws RpcException, ToolFailure {
    if (body instanceof List<?> messages) {
      return batch(headers, messages, context);
    }
    RpcMessage message = RpcReader.message(body);
    if (isModern(headers, message)) {
      return answerModern(headers, message, context);
    }
    checkLegacyVersion(headers);
    return answerLegacy(message, context)
        .thenApply(reply -> reply == null ? McpReply.accepted() : McpReply.of(200, reply));
  }

  private CompletionStage<McpReply> answerModern(
      McpHeaders.Source headers, RpcMessage message, C context) throws RpcException, ToolFailure {
    if (message instanceof RpcMessage.Request request) {
      return modern
          .answer(headers, request, context)
          .thenApply(result -> McpReply.of(200, RpcReply.result(request.id(), result)));
    }
    if (message instanceof RpcMessage.Notification) {
      return CompletableFuture.completedFuture(McpReply.accepted());
    }
    throw invalid("this server asks nothing, so it takes no responses");
  }

  /**
   * The reply, or null where none is wanted. Protocol errors of one message stay with that message.
   */
  private CompletionStage<Map<String, Object>> answerLegacy(RpcMessage message, C context)
      throws ToolFailure {
    if (!(message instanceof RpcMessage.Request request)) {
      return CompletableFuture.completedFuture(null);
    }
    try {
      return legacy
          .answer(request, context)
          .thenApply(result -> RpcReply.result(request.id(), result));
    } catch (RpcException e) {
      return CompletableFuture.completedFuture(RpcReply.error(request.id(), e.error()));
    }
  }

  private CompletionStage<McpReply> batch(McpHeaders.Source headers, List<?> messages, C context)
      throws RpcException, ToolFailure {
    ProtocolVersion version = checkLegacyVersion(headers);
    if (!version.batches()) {
      throw invalid("batches belong to revision 2025-03-26 only; send one message a request");
    }
    if (messages.isEmpty() || messages.size() > MAX_BATCH) {
      throw invalid("a batch has from 1 to " + MAX_BATCH + " messages");
    }
    CompletionStage<List<Object>> replies =
        CompletableFuture.completedFuture(new ArrayList<>(messages.size()));
    for (Object entry : messages) {
      replies =
          replies.thenCombine(
              batchEntry(entry, context),
              (all, reply) -> {
                if (reply != null) {
                  all.add(reply);
                }
                return all;
              });
    }
    return replies.thenApply(all -> all.isEmpty() ? McpReply.accepted() : McpReply.of(200, all));
  }

  private CompletionStage<Map<String, Object>> batchEntry(Object entry, C context)
      throws ToolFailure {
    try {
      RpcMessage message = RpcReader.message(entry);
      if (message instanceof RpcMessage.Request request && request.method().equals("initialize")) {
        throw invalid("initialize must not be part of a batch");
      }
      return answerLegacy(message, context);
    } catch (RpcException e) {
      return CompletableFuture.completedFuture(RpcReply.error(RpcReader.idOf(entry), e.error()));
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
