package io.berth.connector.stdio;

import java.security.SecureRandom;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The sessions of one generation. They end with it: an id of an earlier one is unknown here. Where
 * there are too many, the one that was silent longest and does not listen goes.
 */
final class Sessions {
  private static final int MOST = 1_000;
  private static final int ID_BYTES = 16;

  private final SecureRandom random = new SecureRandom();
  // why by access: the first one is then the one that was silent longest
  private final Map<String, Session> open = new LinkedHashMap<>(16, 0.75f, true);

  Session open(Set<String> capabilities, Predicate<Session> busy, Consumer<Session> forgotten) {
    if (open.size() >= MOST) {
      open.values().stream()
          .filter(session -> !session.listens() && !busy.test(session))
          .findFirst()
          .ifPresent(
              session -> {
                open.remove(session.id());
                forgotten.accept(session);
              });
    }
    byte[] id = new byte[ID_BYTES];
    random.nextBytes(id);
    Session session = new Session(HexFormat.of().formatHex(id), capabilities);
    open.put(session.id(), session);
    return session;
  }

  boolean full() {
    return open.size() > MOST;
  }

  Optional<Session> find(String id) {
    return Optional.ofNullable(open.get(id));
  }

  void remove(Session session) {
    open.remove(session.id());
    session.end();
  }

  Collection<Session> all() {
    return open.values();
  }
}
