package io.berth.lifecycle.database;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.SQLTransientException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Tells a database that is out of reach from a statement that is wrong. */
final class Outage {
  /** Connection lost, server going down, out of connections, read-only standby, lost a race. */
  private static final List<String> STATES = List.of("08", "57P", "53", "25006", "40001", "40P01");

  private Outage() {}

  static Optional<KmException> asProblem(Throwable failure, String url) {
    if (!is(failure)) {
      return Optional.empty();
    }
    return Optional.of(
        new KmException(
            Problem.UNAVAILABLE,
            "the database at "
                + url
                + " is out of reach ("
                + rootMessage(failure)
                + "); check that PostgreSQL runs",
            Duration.ofSeconds(2),
            failure));
  }

  static boolean is(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLTransientException
          || (cause instanceof SQLException sql && isOutage(sql.getSQLState()))) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether nobody can have a connection now. A pool whose connections are all in use is none of
   * that: then the pool names no cause.
   */
  static boolean noConnection(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLTransientConnectionException refused) {
        return refused.getCause() != null;
      }
    }
    return false;
  }

  private static boolean isOutage(String state) {
    return state != null && STATES.stream().anyMatch(state::startsWith);
  }

  static String rootMessage(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
  }
}
