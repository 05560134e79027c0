package io.berth.mcp;

import java.util.Map;

/**
 * One JSON-RPC 2.0 message from a client, already checked for its form: a request that wants an
 * answer, a notification that wants none, or an answer to a question of ours.
 */
public sealed interface RpcMessage {
  /** Wants exactly one answer under the same id (a string or a whole number). */
  record Request(Object id, String method, Map<String, Object> params) implements RpcMessage {}

  /** Wants no answer. */
  record Notification(String method, Map<String, Object> params) implements RpcMessage {}

  /** Answers a request of the server. */
  record Response(Object id) implements RpcMessage {}
}
