package io.berth.gateway.socket;

import io.berth.connector.api.KmException;
import io.berth.gateway.security.Caller;
import io.berth.gateway.security.TokenRejected;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Looks at all connections now and then: asks the silent ones whether they are there, ends those
 * that do not answer and those whose token is over. One thread of the node.
 */
final class Upkeep {
  /** After which a silent connection is asked. */
  static final Duration ASK = Duration.ofSeconds(30);

  /** After which it is ended. */
  static final Duration SILENCE = Duration.ofSeconds(90);

  /** Whether a caller that was let in may stay. */
  @FunctionalInterface
  interface Standing {
    /** Fails when it may not. */
    void check(Caller caller) throws TokenRejected, KmException;
  }

  private final AgentConnections connections;
  private final Standing standing;
  private final LongSupplier nanos;

  Upkeep(AgentConnections connections, Standing standing, LongSupplier nanos) {
    this.connections = connections;
    this.standing = standing;
    this.nanos = nanos;
  }

  void look() throws KmException {
    long now = nanos.getAsLong();
    for (AgentConnection connection : connections.all()) {
      if (!mayStay(connection)) {
        continue;
      }
      long silent = now - connection.heardAt();
      if (silent > SILENCE.toNanos()) {
        connection.end(
            CloseCode.SILENT, "silent: nothing was heard for " + SILENCE.toSeconds() + " s");
      } else if (silent > ASK.toNanos()) {
        connection.ping();
      }
    }
  }

  /** Whether its token is still good; if not, it is ended. */
  boolean mayStay(AgentConnection connection) throws KmException {
    try {
      standing.check(connection.caller());
      return true;
    } catch (TokenRejected over) {
      connection.end(CloseCode.TOKEN_OVER, "token: " + over.getMessage());
      return false;
    }
  }
}
