package io.berth.connector.stdio;

import io.berth.connector.api.KmException;
import io.berth.connector.api.KmHeader;
import io.berth.connector.api.Problem;
import io.berth.mcp.McpHeaders;
import io.berth.mcp.ProtocolVersion;
import io.berth.mcp.RpcError;
import io.berth.mcp.RpcException;
import io.berth.mcp.RpcMessage;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The revisions with a handshake: sessions in front of the one session that the program knows.
 * Belongs to the bridge and its lock.
 */
final class LegacyDoor {
  private static final int SESSION_NOT_FOUND = -32001;

  private final Child child;
  private final Sessions sessions;
  private final Listeners listeners;
  private final Questions questions;
  private final Forward forward;

  LegacyDoor(
      Child child, Sessions sessions, Listeners listeners, Questions questions, Forward forward) {
    this.child = child;
    this.sessions = sessions;
    this.listeners = listeners;
    this.questions = questions;
    this.forward = forward;
  }

  void post(HttpIn in, RpcMessage message, Map<String, Object> raw, Reply reply)
      throws RpcException {
    checkVersion(in);
    if (message instanceof RpcMessage.Request request && request.method().equals("initialize")) {
      initialize(request, reply);
      return;
    }
    Optional<Session> found = session(in, reply);
    if (found.isEmpty()) {
      return;
    }
    Session session = found.get();
    if (message instanceof RpcMessage.Request request) {
      request(session, request, reply);
    } else if (message instanceof RpcMessage.Notification notification) {
      notification(session, notification);
      reply.empty(202);
    } else {
      questions.answered(session, raw);
      reply.empty(202);
    }
  }

  void get(HttpIn in, Reply reply) {
    Optional<Session> session = session(in, reply);
    if (session.isEmpty()) {
      return;
    }
    if (!in.acceptsEvents()) {
      reply.finish(406, Messages.invalid(null, "Accept must name text/event-stream"));
      return;
    }
    reply.open();
    session.get().listen(reply);
  }

  void delete(HttpIn in, Reply reply) {
    session(in, reply)
        .ifPresent(
            session -> {
              end(session);
              reply.empty(204);
            });
  }

  // ---- sessions ----

  private void initialize(RpcMessage.Request request, Reply reply) {
    if (!(request.params().get("protocolVersion") instanceof String asked)) {
      String rule = "Invalid params: params.protocolVersion must be a string";
      reply.finish(200, Messages.error(request.id(), RpcError.INVALID_PARAMS, rule, Map.of()));
      return;
    }
    Session session =
        sessions.open(
            Messages.object(request.params(), "capabilities").keySet(), this::busy, this::leave);
    if (sessions.full()) {
      sessions.remove(session);
      reply.fail(new KmException(Problem.OVERLOADED, "too many sessions; ask again later"));
      return;
    }
    Map<String, Object> result =
        Messages.with(child.info(), "protocolVersion", agreed(asked).label());
    reply.finish(
        200,
        Messages.result(request.id(), result),
        new KmHeader(McpHeaders.SESSION_ID, session.id()));
  }

  /** The older of what the client asks for and what the program speaks. */
  private ProtocolVersion agreed(String asked) {
    ProtocolVersion client = ProtocolVersion.negotiate(asked);
    ProtocolVersion program =
        ProtocolVersion.of(String.valueOf(child.info().get("protocolVersion")));
    return program != null && program.compareTo(client) > 0 ? program : client;
  }

  private Optional<Session> session(HttpIn in, Reply reply) {
    String id = in.header(McpHeaders.SESSION_ID);
    if (id.isEmpty()) {
      reply.finish(
          400,
          Messages.invalid(
              null, "the header " + McpHeaders.SESSION_ID + " is missing; initialize gives one"));
      return Optional.empty();
    }
    Optional<Session> session = sessions.find(id);
    if (session.isEmpty()) {
      reply.finish(
          404,
          Messages.error(
              null,
              SESSION_NOT_FOUND,
              "Session not found: it ended, perhaps with its process; initialize again",
              Map.of()));
    }
    return session;
  }

  private boolean busy(Session session) {
    return child.find(call -> call.session() == session).isPresent();
  }

  private void end(Session session) {
    List<Map.Entry<Long, Call>> calls =
        List.copyOf(child.calls().entrySet()).stream()
            .filter(entry -> entry.getValue().session() == session)
            .toList();
    for (Map.Entry<Long, Call> entry : calls) {
      cancel(entry.getKey(), entry.getValue(), "the client ended its session");
    }
    sessions.remove(session);
    leave(session);
  }

  /** What a session leaves behind with the program. */
  private void leave(Session session) {
    questions.ended(session);
    for (String uri : List.copyOf(session.subscriptions())) {
      session.subscriptions().remove(uri);
      if (!wanted(uri)) {
        child.ask("resources/unsubscribe", Map.of("uri", uri), 0, any -> {});
      }
    }
  }

  // ---- requests ----

  private void request(Session session, RpcMessage.Request request, Reply reply) {
    switch (request.method()) {
      case "ping" -> reply.finish(200, Messages.result(request.id(), Map.of()));
      case "logging/setLevel" -> setLevel(session, request, reply);
      case "resources/subscribe" -> subscribe(session, request, reply);
      case "resources/unsubscribe" -> unsubscribe(session, request, reply);
      default -> forward.request(request, session, reply);
    }
  }

  /** The program gets the most talkative level that any session wants; each hears its own. */
  private void setLevel(Session session, RpcMessage.Request request, Reply reply) {
    if (!Session.isLevel(request.params().get("level"))) {
      forward.request(request, session, reply); // why: the program says what is wrong
      return;
    }
    String wanted = (String) request.params().get("level");
    String lowest = wanted;
    for (Session other : sessions.all()) {
      if (other != session
          && !other.level().isEmpty()
          && Session.rank(other.level()) < Session.rank(lowest)) {
        lowest = other.level();
      }
    }
    RpcMessage.Request told =
        new RpcMessage.Request(
            request.id(), request.method(), Messages.with(request.params(), "level", lowest));
    forward.request(
        told,
        session,
        reply,
        answer -> {
          if (answer.containsKey("result")) {
            session.level(wanted);
          }
        });
  }

  private void subscribe(Session session, RpcMessage.Request request, Reply reply) {
    forward.request(
        request,
        session,
        reply,
        answer -> {
          if (answer.containsKey("result") && request.params().get("uri") instanceof String uri) {
            session.subscriptions().add(uri);
          }
        });
  }

  private void unsubscribe(Session session, RpcMessage.Request request, Reply reply) {
    Object uri = request.params().get("uri");
    session.subscriptions().remove(uri);
    if (uri instanceof String && wanted(uri)) {
      reply.finish(200, Messages.result(request.id(), Map.of()));
      return;
    }
    forward.request(request, session, reply);
  }

  private boolean wanted(Object uri) {
    return listeners.wants(uri)
        || sessions.all().stream().anyMatch(other -> other.subscriptions().contains(uri));
  }

  // ---- notifications ----

  private void notification(Session session, RpcMessage.Notification notification) {
    switch (notification.method()) {
      case "notifications/initialized" -> {}
      case "notifications/cancelled" -> {
        Object id = notification.params().get("requestId");
        child
            .find(call -> call.session() == session && call.id().equals(id))
            .ifPresent(
                entry -> cancel(entry.getKey(), entry.getValue(), "cancelled by the client"));
      }
      default -> child.tell(notification.method(), notification.params());
    }
  }

  private void cancel(long id, Call call, String why) {
    child.cancel(id, why);
    call.answered().accept(Map.of());
    call.reply()
        .finish(
            200,
            Messages.error(call.id(), RpcError.INTERNAL_ERROR, why, Inbox.reason("cancelled")));
  }

  private static void checkVersion(HttpIn in) throws RpcException {
    String header = in.header(McpHeaders.PROTOCOL_VERSION);
    if (!header.isEmpty() && ProtocolVersion.of(header) == null) {
      throw new RpcException(400, RpcError.unsupportedVersion(header, ProtocolVersion.labels()));
    }
  }
}
