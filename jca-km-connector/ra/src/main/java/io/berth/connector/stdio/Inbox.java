package io.berth.connector.stdio;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.mcp.RpcError;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What the program says, each message brought to the one it is for. Belongs to the bridge and its
 * lock.
 */
final class Inbox {
  private final String name;
  private final Child child;
  private final Sessions sessions;
  private final Listeners listeners;
  private final Questions questions;
  private final ModernDoor modern;

  Inbox(
      String name,
      Child child,
      Sessions sessions,
      Listeners listeners,
      Questions questions,
      ModernDoor modern) {
    this.name = name;
    this.child = child;
    this.sessions = sessions;
    this.listeners = listeners;
    this.questions = questions;
    this.modern = modern;
  }

  /** Whether anybody had a use for it. */
  boolean take(Map<String, Object> message) {
    if (message.get("method") instanceof String method) {
      Object id = message.get("id");
      if (id == null) {
        return notification(method, message);
      }
      questions.ask(id, method, message);
      return true;
    }
    OptionalLong id = Messages.whole(message.get("id"));
    return id.isPresent() && answer(id.getAsLong(), message);
  }

  private boolean answer(long id, Map<String, Object> message) {
    Call call = child.calls().remove(id);
    if (call == null) {
      return false;
    }
    call.answered().accept(message);
    if (call.reply() != null) {
      Map<String, Object> told = Messages.withId(message, call.id());
      if (call.modern()) {
        call.reply().finish(modern.status(message), modern.dressed(call.method(), told));
      } else {
        call.reply().finish(200, told);
      }
    }
    return true;
  }

  private boolean notification(String method, Map<String, Object> message) {
    Map<String, Object> params = Messages.object(message, "params");
    return switch (method) {
      case "notifications/progress" -> progress(message, params);
      case "notifications/cancelled" -> {
        questions.cancelled(params);
        yield true;
      }
      case "notifications/message" -> log(message, params);
      case "notifications/resources/updated" -> updated(message, params);
      case "notifications/tools/list_changed" -> changed("toolsListChanged", message, params);
      case "notifications/prompts/list_changed" -> changed("promptsListChanged", message, params);
      case "notifications/resources/list_changed" ->
          changed("resourcesListChanged", message, params);
      default -> {
        sessions.all().forEach(session -> session.tell(message));
        yield !sessions.all().isEmpty();
      }
    };
  }

  private boolean progress(Map<String, Object> message, Map<String, Object> params) {
    OptionalLong token = Messages.whole(params.get("progressToken"));
    Call call = token.isPresent() ? child.calls().get(token.getAsLong()) : null;
    if (call == null || call.token() == null || call.reply() == null) {
      return false;
    }
    Map<String, Object> told = Messages.with(params, "progressToken", call.token());
    return call.reply().event(Messages.with(message, "params", told));
  }

  private boolean log(Map<String, Object> message, Map<String, Object> params) {
    boolean heard = false;
    for (Session session : sessions.all()) {
      if (session.hears(String.valueOf(params.get("level")))) {
        session.tell(message);
        heard = true;
      }
    }
    return heard;
  }

  private boolean updated(Map<String, Object> message, Map<String, Object> params) {
    Object uri = params.get("uri");
    boolean heard = listeners.updated(uri, "notifications/resources/updated", params) > 0;
    for (Session session : sessions.all()) {
      if (session.subscriptions().contains(uri)) {
        session.tell(message);
        heard = true;
      }
    }
    return heard;
  }

  private boolean changed(String key, Map<String, Object> message, Map<String, Object> params) {
    boolean heard = listeners.changed(key, (String) message.get("method"), params) > 0;
    sessions.all().forEach(session -> session.tell(message));
    return heard || !sessions.all().isEmpty();
  }

  // ---- answers that will not come ----

  /** The program is gone: what it owed is said to be lost, or left to be sent again. */
  void lost(String why) {
    for (Call call : child.calls().values()) {
      if (call.reply() == null) {
        call.answered().accept(Map.of());
      } else if (call.replaySafe() && !call.reply().streams()) {
        call.reply().fail(new KmException(Problem.OUTCOME_UNKNOWN, name + " " + why));
      } else {
        call.reply().finish(200, unknown(call, why));
      }
    }
    child.calls().clear();
    listeners.end();
    sessions.all().forEach(Session::end);
  }

  /** An answer came that is too long to be read. */
  boolean tooLong(long id, int most) {
    Call call = child.calls().remove(id);
    if (call == null) {
      return false;
    }
    call.answered().accept(Map.of());
    if (call.reply() != null) {
      String text =
          name
              + " answered "
              + call.method()
              + " with more than "
              + most
              + " bytes; it was dropped";
      call.reply()
          .finish(
              200, Messages.error(call.id(), RpcError.INTERNAL_ERROR, text, reason("too-large")));
    }
    return true;
  }

  private Map<String, Object> unknown(Call call, String why) {
    String outcome =
        call.replaySafe()
            ? "; ask again"
            : "; whether "
                + call.method()
                + " had its effect is unknown: look before you repeat it";
    return Messages.error(
        call.id(), RpcError.INTERNAL_ERROR, name + " " + why + outcome, reason("outcome-unknown"));
  }

  static Map<String, Object> reason(String label) {
    return Map.of("reason", label);
  }
}
