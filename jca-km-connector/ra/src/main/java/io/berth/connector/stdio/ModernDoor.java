package io.berth.connector.stdio;

import io.berth.connector.api.KmException;
import io.berth.connector.api.KmHeader;
import io.berth.connector.api.Problem;
import io.berth.mcp.HeaderRules;
import io.berth.mcp.ProtocolVersion;
import io.berth.mcp.RequestMeta;
import io.berth.mcp.RpcError;
import io.berth.mcp.RpcException;
import io.berth.mcp.RpcMessage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Revision 2026-07-28 in front of a program with a handshake: each request stands for itself, and
 * what the program told once is told to everybody who asks. Belongs to the bridge and its lock.
 */
final class ModernDoor {
  /** How long a list may be kept by one who does not listen for changes. */
  static final long LIST_TTL_MILLIS = 60_000;

  private static final Set<String> OF_THE_OTHER_ERA =
      Set.of(
          "initialize", "ping", "logging/setLevel", "resources/subscribe", "resources/unsubscribe");
  private static final Map<String, String> LISTS =
      Map.of(
          "toolsListChanged", "tools",
          "promptsListChanged", "prompts",
          "resourcesListChanged", "resources");

  private final Child child;
  private final Listeners listeners;
  private final Forward forward;

  ModernDoor(Child child, Listeners listeners, Forward forward) {
    this.child = child;
    this.listeners = listeners;
    this.forward = forward;
  }

  void post(HttpIn in, RpcMessage message, Reply reply) throws RpcException {
    if (message instanceof RpcMessage.Notification) {
      reply.empty(202);
      return;
    }
    if (!(message instanceof RpcMessage.Request request)) {
      reply.finish(400, Messages.invalid(null, "this revision asks clients nothing"));
      return;
    }
    RequestMeta meta = RequestMeta.of(request.params());
    HeaderRules.checkVersion(in.headers(), meta);
    HeaderRules.checkMethod(in.headers(), request);
    HeaderRules.checkMeta(meta);
    if (OF_THE_OTHER_ERA.contains(request.method())) {
      throw new RpcException(404, RpcError.methodNotFound(request.method()));
    }
    switch (request.method()) {
      case "server/discover" ->
          reply.finish(
              200, dressed("server/discover", Messages.result(request.id(), discovered())));
      case "subscriptions/listen" -> listen(in, request, reply);
      default -> forward.request(request, null, reply);
    }
  }

  /** There is no stream and no session to end. */
  void other(Reply reply) {
    reply.finish(
        405,
        Messages.invalid(null, "revision 2026-07-28 knows only POST"),
        new KmHeader("Allow", "POST"));
  }

  /** The HTTP status of an answer of the program. */
  int status(Map<String, Object> answer) {
    Object code = Messages.object(answer, "error").get("code");
    return code instanceof Number number && number.intValue() == RpcError.METHOD_NOT_FOUND
        ? 404
        : 200;
  }

  /** An answer of the program with what this revision adds to results. */
  Map<String, Object> dressed(String method, Map<String, Object> answer) {
    if (!(answer.get("result") instanceof Map<?, ?>)) {
      return answer;
    }
    Map<String, Object> result = new LinkedHashMap<>(Messages.object(answer, "result"));
    result.putIfAbsent("resultType", "complete");
    if (method.endsWith("/list") || method.equals("server/discover")) {
      result.putIfAbsent("ttlMs", LIST_TTL_MILLIS);
      result.putIfAbsent("cacheScope", "private");
    } else if (method.equals("resources/read")) {
      result.putIfAbsent("ttlMs", 0);
      result.putIfAbsent("cacheScope", "private");
    }
    Map<String, Object> meta = new LinkedHashMap<>(Messages.object(result, "_meta"));
    meta.putIfAbsent(RequestMeta.SERVER_INFO, Messages.object(child.info(), "serverInfo"));
    result.put("_meta", meta);
    return Messages.with(answer, "result", result);
  }

  private Map<String, Object> discovered() {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("supportedVersions", ProtocolVersion.labels());
    result.put("capabilities", Messages.object(child.info(), "capabilities"));
    result.put("serverInfo", Messages.object(child.info(), "serverInfo"));
    if (child.info().get("instructions") instanceof String instructions) {
      result.put("instructions", instructions);
    }
    return result;
  }

  private void listen(HttpIn in, RpcMessage.Request request, Reply reply) throws RpcException {
    if (!(request.params().get("notifications") instanceof Map<?, ?>)) {
      throw new RpcException(
          400, RpcError.invalidParams("Invalid params: params.notifications must be an object"));
    }
    if (!in.acceptsEvents()) {
      reply.finish(
          406, Messages.invalid(request.id(), "Accept must name text/event-stream to listen"));
      return;
    }
    Map<String, Object> wants = wants(Messages.object(request.params(), "notifications"));
    if (wants.get("resourceSubscriptions") instanceof List<?> uris) {
      for (Object uri : uris) {
        child.ask("resources/subscribe", Map.of("uri", uri), 0, any -> {});
      }
    }
    if (!listeners.add(request.id(), wants, reply)) {
      reply.fail(new KmException(Problem.OVERLOADED, "too many callers listen; ask again later"));
    }
  }

  /** The part of a filter that the program can fulfil. */
  private Map<String, Object> wants(Map<String, Object> asked) {
    Map<String, Object> granted = new LinkedHashMap<>();
    LISTS.forEach(
        (key, capability) -> {
          if (Boolean.TRUE.equals(asked.get(key)) && child.declares(capability, "listChanged")) {
            granted.put(key, true);
          }
        });
    if (asked.get("resourceSubscriptions") instanceof List<?> uris
        && child.declares("resources", "subscribe")) {
      granted.put(
          "resourceSubscriptions",
          uris.stream().filter(String.class::isInstance).distinct().limit(100).toList());
    }
    return granted;
  }
}
