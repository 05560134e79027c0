package io.berth.connector.stdio;

import java.util.Map;
import java.util.function.Consumer;

/**
 * One request that the program owes an answer.
 *
 * @param id the caller's own
 * @param method that it calls
 * @param token the caller's progress token, or null
 * @param session the caller's; null in the modern era, and for Berth's own
 * @param reply where the caller waits; null for Berth's own
 * @param replaySafe whether it may be sent again when the program dies
 * @param answered takes the whole answer as the program gave it, before the caller does
 * @param since when it was sent, in nanoseconds
 */
record Call(
    Object id,
    String method,
    Object token,
    Session session,
    Reply reply,
    boolean replaySafe,
    Consumer<Map<String, Object>> answered,
    long since) {
  boolean modern() {
    return session == null && reply != null;
  }
}
