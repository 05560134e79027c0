package io.berth.connector.stdio;

import io.berth.mcp.JsonText;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One client of the revisions with a handshake: what it can do, what it wants to hear, and what the
 * program asked it. Belongs to the bridge and its lock.
 */
final class Session {
  static final int MOST_QUESTIONS = 64;
  private static final int MOST_KEPT = 64;
  private static final int MOST_KEPT_BYTES = 1 << 20;
  private static final List<String> LEVELS =
      List.of("debug", "info", "notice", "warning", "error", "critical", "alert", "emergency");

  private record Kept(Map<String, Object> message, int size) {}

  private final String id;
  private final Set<String> capabilities;
  private final Deque<Kept> kept = new ArrayDeque<>();
  private final Set<String> subscriptions = new HashSet<>();
  private final Map<String, Object> questions = new HashMap<>();
  private Reply stream;
  private int keptBytes;
  private String level = "";

  Session(String id, Set<String> capabilities) {
    this.id = id;
    this.capabilities = Set.copyOf(capabilities);
  }

  String id() {
    return id;
  }

  boolean can(String capability) {
    return capability.isEmpty() || capabilities.contains(capability);
  }

  Set<String> subscriptions() {
    return subscriptions;
  }

  /** Questions of the program, still open: the id that the client saw to the program's own. */
  Map<String, Object> questions() {
    return questions;
  }

  String level() {
    return level;
  }

  void level(String wanted) {
    level = wanted;
  }

  /** Whether it asked to hear log messages as serious as this one. */
  boolean hears(String said) {
    return !level.isEmpty() && rank(said) >= rank(level);
  }

  /** How serious a level is; one that nobody knows is as serious as can be. */
  static int rank(String level) {
    int rank = LEVELS.indexOf(level);
    return rank < 0 ? LEVELS.size() : rank;
  }

  static boolean isLevel(Object level) {
    return LEVELS.contains(level);
  }

  /** Something that belongs to no request: now if it listens, else when it does, within bounds. */
  void tell(Map<String, Object> message) {
    if (stream != null && stream.event(message)) {
      return;
    }
    int size = JsonText.bytes(message).length;
    while (!kept.isEmpty() && (kept.size() >= MOST_KEPT || keptBytes + size > MOST_KEPT_BYTES)) {
      keptBytes -= kept.poll().size();
    }
    if (size <= MOST_KEPT_BYTES) {
      kept.add(new Kept(message, size));
      keptBytes += size;
    }
  }

  boolean listens() {
    return stream != null;
  }

  /** It listens here from now on; an earlier stream of it ends: its client has given it up. */
  void listen(Reply opened) {
    if (stream != null) {
      stream.end();
    }
    stream = opened;
    List<Kept> waiting = List.copyOf(kept);
    kept.clear();
    keptBytes = 0;
    waiting.forEach(one -> tell(one.message()));
  }

  /** Its stream is gone, if it is this one. */
  void silent(Reply gone) {
    if (stream == gone) {
      stream = null;
    }
  }

  void end() {
    if (stream != null) {
      stream.end();
      stream = null;
    }
  }
}
