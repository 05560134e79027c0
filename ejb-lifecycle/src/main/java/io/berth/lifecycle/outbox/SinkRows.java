package io.berth.lifecycle.outbox;

import io.berth.connector.api.KmException;
import io.berth.lifecycle.database.Database;
import java.time.Duration;
import java.util.Optional;

/**
 * How far sinks are, in PostgreSQL. A node owns a sink's stream for a time; whoever lost it does
 * not move the place any more.
 */
final class SinkRows {
  /** Longer than a sink may take for one batch, with room. */
  static final Duration LEASE = Duration.ofMinutes(2);

  private static final int LONGEST_ERROR = 500;

  /** A place that this node owns. */
  record Place(long position, int failures) {}

  private final Database database;
  private final String sink;
  private final Stream stream;
  private final String owner;

  SinkRows(Database database, String sink, Stream stream, String owner) {
    this.database = database;
    this.sink = sink;
    this.stream = stream;
    this.owner = owner;
  }

  /** A sink that is new begins with what happens from now on. */
  void enter(long newest) throws KmException {
    database.transact(
        t ->
            t.execute(
                "INSERT INTO event_sink (name, stream, position) VALUES (?, ?, ?)"
                    + " ON CONFLICT DO NOTHING",
                sink,
                stream.name(),
                newest));
  }

  /** Whether there may be something to do for who comes first. Reads only. */
  boolean due(long newest) throws KmException {
    return database.transact(
        t ->
            t.createQuery(
                    """
                    SELECT EXISTS (SELECT 1 FROM event_sink WHERE name = :sink AND stream = :stream
                      AND position < :newest AND (retry_at IS NULL OR retry_at <= clock_timestamp())
                      AND (owner = :owner OR lease_until IS NULL OR lease_until < clock_timestamp()))
                    """)
                .bind("sink", sink)
                .bind("stream", stream.name())
                .bind("owner", owner)
                .bind("newest", newest)
                .mapTo(Boolean.class)
                .one());
  }

  Optional<Place> take() throws KmException {
    return database.transact(
        t ->
            t.createQuery(
                    """
                    UPDATE event_sink SET owner = :owner,
                      lease_until = clock_timestamp() + make_interval(secs => :lease)
                    WHERE name = :sink AND stream = :stream
                      AND (retry_at IS NULL OR retry_at <= clock_timestamp())
                      AND (owner = :owner OR lease_until IS NULL OR lease_until < clock_timestamp())
                    RETURNING position, failures
                    """)
                .bind("owner", owner)
                .bind("lease", (double) LEASE.toSeconds())
                .bind("sink", sink)
                .bind("stream", stream.name())
                .map((row, c) -> new Place(row.getLong(1), row.getInt(2)))
                .findOne());
  }

  /**
   * All up to {@code to} is delivered.
   *
   * @return false if it is another's by now
   */
  boolean moved(long from, long to) throws KmException {
    return database.transact(
        t ->
            t.createUpdate(
                        """
                        UPDATE event_sink SET position = :to, failures = 0, retry_at = NULL, last_error = NULL,
                          delivered_at = clock_timestamp(),
                          lease_until = clock_timestamp() + make_interval(secs => :lease)
                        WHERE name = :sink AND stream = :stream AND owner = :owner AND position = :from
                        """)
                    .bind("to", to)
                    .bind("from", from)
                    .bind("lease", (double) LEASE.toSeconds())
                    .bind("sink", sink)
                    .bind("stream", stream.name())
                    .bind("owner", owner)
                    .execute()
                == 1);
  }

  void failed(String why, Duration pause) throws KmException {
    // why replaced: a receiver's garbage may be part of the words, and no text here has a NUL
    String words = why.replaceAll("\\p{Cntrl}", "?");
    String shortened = words.substring(0, Math.min(words.length(), LONGEST_ERROR));
    database.transact(
        t ->
            t.createUpdate(
                    """
                    UPDATE event_sink SET failures = failures + 1, last_error = :why, owner = NULL,
                      lease_until = NULL, retry_at = clock_timestamp() + make_interval(secs => :pause)
                    WHERE name = :sink AND stream = :stream AND owner = :owner
                    """)
                .bind("why", shortened)
                .bind("pause", pause.toMillis() / 1000.0)
                .bind("sink", sink)
                .bind("stream", stream.name())
                .bind("owner", owner)
                .execute());
  }

  void left() throws KmException {
    database.transact(
        t ->
            t.execute(
                "UPDATE event_sink SET owner = NULL, lease_until = NULL"
                    + " WHERE name = ? AND stream = ? AND owner = ?",
                sink,
                stream.name(),
                owner));
  }
}
