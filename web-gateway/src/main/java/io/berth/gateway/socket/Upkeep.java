package io.berth.gateway.socket;

import io.berth.connector.api.KmException;
import io.berth.gateway.security.Caller;
import io.berth.gateway.security.TokenRejected;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Looks at all connections now and then: asks the silent ones whether they are there, ends those
 * that do not answer and those whose token is over. One thread of the node.
 */
final class Upkeep {
  /** After which a silent connection is asked. */
  static final Duration ASK = Duration.ofSeconds(30);

  /** After which it is ended, having been asked all the while. */
  static final Duration SILENCE = Duration.ofSeconds(90);

  /** From one look to the next. */
  static final Duration ROUND = Duration.ofSeconds(5);

  /** How often one is asked without an answer. */
  static final int MOST_ASKED = (int) SILENCE.minus(ASK).dividedBy(ROUND);

  private static final Logger LOG = Logger.getLogger(Upkeep.class.getName());

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

  void look() {
    long now = nanos.getAsLong();
    for (AgentConnection connection : connections.all()) {
      if (!stays(connection) || now - connection.heardAt() <= ASK.toNanos()) {
        continue;
      }
      // why counted: a silence in which this node did not ask, because it stood still, is ours
      if (connection.asked() >= MOST_ASKED) {
        connection.end(
            CloseCode.SILENT, "silent: nothing was heard for " + SILENCE.toSeconds() + " s");
      } else {
        connection.ping();
      }
    }
  }

  /** why it stays when nobody can tell: an outage of the database ends no connections. */
  private boolean stays(AgentConnection connection) {
    try {
      return mayStay(connection);
    } catch (KmException unknown) {
      LOG.log(Level.FINE, "whether a token was revoked cannot be told now", unknown);
      return true;
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
