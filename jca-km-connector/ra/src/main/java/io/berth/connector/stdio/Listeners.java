package io.berth.connector.stdio;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The open {@code subscriptions/listen} requests of the modern era. Belongs to the bridge and its
 * lock.
 */
final class Listeners {
  private static final String SUBSCRIPTION = "io.modelcontextprotocol/subscriptionId";
  private static final int MOST = 1_000;

  private record Listener(Object id, Map<String, Object> wants, Reply reply) {}

  private final List<Listener> open = new ArrayList<>();

  /**
   * @param wants what it is told about, as in the acknowledgement
   * @return false when there are too many
   */
  boolean add(Object id, Map<String, Object> wants, Reply reply) {
    if (open.size() >= MOST) {
      return false;
    }
    Listener listener = new Listener(id, wants, reply);
    open.add(listener);
    reply.open();
    Map<String, Object> params = new LinkedHashMap<>();
    params.put("notifications", wants);
    tell(listener, "notifications/subscriptions/acknowledged", params);
    return true;
  }

  void gone(Reply reply) {
    open.removeIf(listener -> listener.reply == reply);
  }

  /** A list changed; the key is the one of the filter. */
  int changed(String key, String method, Map<String, Object> params) {
    int told = 0;
    for (Listener listener : open) {
      if (Boolean.TRUE.equals(listener.wants.get(key))) {
        tell(listener, method, params);
        told++;
      }
    }
    return told;
  }

  int updated(Object uri, String method, Map<String, Object> params) {
    int told = 0;
    for (Listener listener : open) {
      if (listener.wants.get("resourceSubscriptions") instanceof List<?> uris
          && uris.contains(uri)) {
        tell(listener, method, params);
        told++;
      }
    }
    return told;
  }

  boolean wants(Object uri) {
    return open.stream()
        .anyMatch(
            listener ->
                listener.wants.get("resourceSubscriptions") instanceof List<?> uris
                    && uris.contains(uri));
  }

  void end() {
    open.forEach(listener -> listener.reply.end());
    open.clear();
  }

  private static void tell(Listener listener, String method, Map<String, Object> params) {
    Map<String, Object> meta = new HashMap<>(Messages.object(params, "_meta"));
    meta.put(SUBSCRIPTION, listener.id);
    listener.reply.event(Messages.notification(method, Messages.with(params, "_meta", meta)));
  }
}
