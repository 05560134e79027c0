package io.berth.gateway.socket;

import io.berth.gateway.problem.ProblemDetail;
import io.berth.gateway.problem.ProblemException;
import io.berth.gateway.security.Action;
import io.berth.gateway.security.Caller;
import io.berth.gateway.work.Acting;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Who may open which agent's WebSocket, and how it asks for it. Pure. */
final class HandshakeRules {
  static final String PREFIX = "/ws/agent/";

  /** The parameter with the number of the last event that was seen. */
  static final String LAST_SEEN = "last_seq";

  private HandshakeRules() {}

  /**
   * Ends the request unless it is good.
   *
   * @param raw the path as it was sent
   * @param path as the container routes it
   * @param upgrade the line {@code Upgrade}, or null
   * @param lastSeen the value of the parameter, if it is there
   */
  static void check(
      Caller caller, String raw, String path, String upgrade, Optional<String> lastSeen) {
    Acting.require(caller, Action.ACT_AS_AGENT);
    Acting.as(caller, path.substring(PREFIX.length()));
    // why: whose connection it is, is read from what was sent; another spelling could be another
    // name
    if (!raw.equals(path)) {
      throw new ProblemException(
          ProblemDetail.invalid("write the agent's id as it is, without escapes or parameters"));
    }
    if (upgrade == null || !upgrade.toLowerCase(Locale.ROOT).equals("websocket")) {
      // why not 426: it must have a line Upgrade, and then a client waited minutes for its end
      throw new ProblemException(
          ProblemDetail.invalid("this address is a WebSocket: connect with ws:// or wss://"));
    }
    if (lastSeen.isPresent() && !lastSeen.get().matches("\\d{1,18}")) {
      throw new ProblemException(
          ProblemDetail.invalid(
              "'" + LAST_SEEN + "' must be the number 'seq' of the last event that was seen"));
    }
  }

  /** The parameter's value as it was sent: a number needs no escapes. */
  static Optional<String> lastSeen(String query) {
    String begin = LAST_SEEN + "=";
    return query == null
        ? Optional.empty()
        : Stream.of(query.split("&"))
            .filter(part -> part.startsWith(begin))
            .map(part -> part.substring(begin.length()))
            .findFirst();
  }
}
