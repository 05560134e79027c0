package io.berth.connector.stdio;

import io.berth.mcp.RpcError;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Requests of the program to a client: sampling, elicitation, roots. Over standard input and output
 * nothing says which call they belong to, so they go to the one session that has a call under way,
 * or that is alone; where that is not one, the program gets an error rather than a stranger the
 * question. Belongs to the bridge and its lock.
 */
final class Questions {
  private final Child child;
  private final Sessions sessions;
  private long last;

  Questions(Child child, Sessions sessions) {
    this.child = child;
    this.sessions = sessions;
  }

  void ask(Object id, String method, Map<String, Object> message) {
    if (method.equals("ping")) {
      child.send(Messages.result(id, Map.of()));
      return;
    }
    List<Call> underWay =
        child.calls().values().stream().filter(call -> call.reply() != null).toList();
    Set<Session> candidates = new HashSet<>();
    underWay.forEach(call -> candidates.add(call.session()));
    if (underWay.isEmpty()) {
      candidates.addAll(sessions.all());
    }
    if (candidates.isEmpty() && method.equals("roots/list")) {
      child.send(Messages.result(id, Map.of("roots", List.of())));
      return;
    }
    String refusal = refusal(candidates, method);
    if (refusal != null) {
      refuse(id, refusal);
      return;
    }
    Session session = candidates.iterator().next();
    String outward = "berth-" + ++last;
    session.questions().put(outward, id);
    deliver(session, underWay, Messages.withId(message, outward));
  }

  /** A client answered. */
  void answered(Session session, Map<String, Object> message) {
    Object id = message.get("id") instanceof String text ? session.questions().remove(text) : null;
    if (id != null) {
      child.send(Messages.withId(message, id));
    }
  }

  /** The program takes a question back. */
  void cancelled(Map<String, Object> params) {
    Object id = params.get("requestId");
    for (Session session : sessions.all()) {
      Optional<String> outward =
          session.questions().entrySet().stream()
              .filter(entry -> entry.getValue().equals(id))
              .map(Map.Entry::getKey)
              .findFirst();
      if (outward.isPresent()) {
        session.questions().remove(outward.get());
        deliver(
            session,
            List.copyOf(child.calls().values()),
            Messages.notification(
                "notifications/cancelled", Messages.with(params, "requestId", outward.get())));
      }
    }
  }

  /** The session is over: nobody will answer. */
  void ended(Session session) {
    session.questions().values().forEach(id -> refuse(id, "the client ended its session"));
    session.questions().clear();
  }

  private static String refusal(Set<Session> candidates, String method) {
    if (candidates.isEmpty()) {
      return "no client is there to be asked";
    }
    if (candidates.size() > 1) {
      return candidates.size()
          + " clients share this program now, and nothing says which of them is meant";
    }
    Session only = candidates.iterator().next();
    if (only == null) {
      return "the client speaks revision 2026-07-28, which has no requests to clients";
    }
    if (!only.can(capability(method))) {
      return "the client did not declare that it supports " + method;
    }
    return only.questions().size() >= Session.MOST_QUESTIONS
        ? "the client has " + Session.MOST_QUESTIONS + " questions to answer already"
        : null;
  }

  private void refuse(Object id, String why) {
    child.send(Messages.error(id, RpcError.METHOD_NOT_FOUND, why, Map.of()));
  }

  private static void deliver(Session session, List<Call> underWay, Map<String, Object> message) {
    for (Call call : underWay) {
      if (call.session() == session && call.reply() != null && call.reply().event(message)) {
        return;
      }
    }
    session.tell(message);
  }

  private static String capability(String method) {
    return switch (method) {
      case "sampling/createMessage" -> "sampling";
      case "elicitation/create" -> "elicitation";
      case "roots/list" -> "roots";
      default -> "";
    };
  }
}
