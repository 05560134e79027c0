package io.berth.connector.stdio;

import io.berth.mcp.JsonText;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The program as the bridge sees it: what it said about itself, and the requests that it owes an
 * answer, under ids of our own. Belongs to the bridge and its lock.
 */
final class Child {
  static final int MOST_CALLS = 1_024;

  private final ChildLink link;
  private final Map<Long, Call> calls = new LinkedHashMap<>();
  private Map<String, Object> info = Map.of();
  private long lastId;

  Child(ChildLink link) {
    this.link = link;
  }

  ChildLink link() {
    return link;
  }

  /** Its answer to {@code initialize}. */
  Map<String, Object> info() {
    return info;
  }

  void introduced(Map<String, Object> result) {
    info = new HashMap<>(result);
  }

  boolean declares(String capability, String detail) {
    return Boolean.TRUE.equals(
        Messages.object(Messages.object(info, "capabilities"), capability).get(detail));
  }

  Map<Long, Call> calls() {
    return calls;
  }

  /**
   * Sends a request.
   *
   * @return false when the program takes no more
   */
  boolean call(Call call, Map<String, Object> params) {
    // why not Berth's own: a ping must not find a busy program sick
    if (calls.size() >= MOST_CALLS && call.reply() != null) {
      return false;
    }
    long id = ++lastId;
    Map<String, Object> request =
        Messages.request(id, call.method(), Messages.forChild(params, id));
    if (!link.send(JsonText.bytes(request))) {
      return false;
    }
    if (call.reply() != null) {
      call.reply().reachedChild();
    }
    calls.put(id, call);
    return true;
  }

  /** A request of Berth's own. */
  boolean ask(
      String method, Map<String, Object> params, long now, Consumer<Map<String, Object>> answered) {
    return call(new Call(null, method, null, null, null, true, answered, now), params);
  }

  void tell(String method, Map<String, Object> params) {
    send(Messages.notification(method, params));
  }

  boolean send(Map<String, Object> message) {
    return link.send(JsonText.bytes(message));
  }

  /** Takes back what is not wanted any more; the program is told. */
  void cancel(long id, String why) {
    if (calls.remove(id) != null) {
      tell("notifications/cancelled", Map.of("requestId", id, "reason", why));
    }
  }

  Optional<Map.Entry<Long, Call>> find(java.util.function.Predicate<Call> wanted) {
    return calls.entrySet().stream().filter(entry -> wanted.test(entry.getValue())).findFirst();
  }
}
