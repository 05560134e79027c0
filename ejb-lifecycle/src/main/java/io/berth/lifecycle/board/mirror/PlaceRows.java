package io.berth.lifecycle.board.mirror;

import io.berth.connector.api.KmException;
import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.board.ExternalBoard.Cursor;
import io.berth.lifecycle.database.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** How far a mirror is, and which node works on it, in PostgreSQL. */
final class PlaceRows {
  /** Longer than one turn may take. */
  static final Duration LEASE = Duration.ofMinutes(3);

  private static final int LONGEST_ERROR = 500;

  /**
   * A place that this node owns.
   *
   * @param filled the number up to which tasks have cards; empty when all that were there have
   * @param readDue whether it is time to look at the board
   */
  record Place(
      OptionalLong filled,
      Instant madeAt,
      Cursor cards,
      Cursor remarks,
      boolean readDue,
      int failures) {}

  private final Database database;
  private final ProjectId project;
  private final String owner;

  PlaceRows(Database database, ProjectId project, String owner) {
    this.database = database;
    this.project = project;
    this.owner = owner;
  }

  /**
   * What a turn finds, without taking anything.
   *
   * @param known whether there is a place for this board
   * @param free whether this node could have it now
   * @param due whether cards are missing or it is time to look at the board
   */
  record Look(boolean known, boolean free, boolean due) {}

  Look look(String address, Duration poll) throws KmException {
    return database.transact(
        t ->
            t.createQuery(
                    """
                    SELECT (retry_at IS NULL OR retry_at <= clock_timestamp())
                        AND (owner = :owner OR lease_until IS NULL OR lease_until < clock_timestamp()) AS free,
                      filled IS NOT NULL OR read_at IS NULL
                        OR read_at + make_interval(secs => :poll) <= clock_timestamp() AS due
                    FROM board_place WHERE project = :project AND address = :address
                    """)
                .bind("owner", owner)
                .bind("poll", poll.toMillis() / 1000.0)
                .bind("project", project.value())
                .bind("address", address)
                .map((row, c) -> new Look(true, row.getBoolean("free"), row.getBoolean("due")))
                .findOne()
                .orElse(new Look(false, false, false)));
  }

  /**
   * Makes the place, anew if the board is another one.
   *
   * @return false if there is no such project (yet)
   */
  boolean enter(String address) throws KmException {
    return database.transact(
        t -> {
          int old =
              t.execute(
                  "DELETE FROM board_place WHERE project = ? AND address <> ?",
                  project.value(),
                  address);
          if (old > 0) {
            t.execute("DELETE FROM board_card WHERE project = ?", project.value());
          }
          t.execute(
              "INSERT INTO board_place (project, address) SELECT id, ? FROM project WHERE id = ?"
                  + " ON CONFLICT DO NOTHING",
              address,
              project.value());
          return t.createQuery("SELECT EXISTS (SELECT 1 FROM board_place WHERE project = :project)")
              .bind("project", project.value())
              .mapTo(Boolean.class)
              .one();
        });
  }

  /** The place, for this node alone, unless another one has it or it is left alone for now. */
  Optional<Place> take(Duration poll) throws KmException {
    return database.transact(
        t ->
            t.createQuery(
                    """
                    UPDATE board_place SET owner = :owner,
                      lease_until = clock_timestamp() + make_interval(secs => :lease)
                    WHERE project = :project
                      AND (retry_at IS NULL OR retry_at <= clock_timestamp())
                      AND (owner = :owner OR lease_until IS NULL OR lease_until < clock_timestamp())
                    RETURNING *, read_at IS NULL
                      OR read_at + make_interval(secs => :poll) <= clock_timestamp() AS read_due
                    """)
                .bind("owner", owner)
                .bind("lease", (double) LEASE.toSeconds())
                .bind("poll", poll.toMillis() / 1000.0)
                .bind("project", project.value())
                .map((row, c) -> read(row))
                .findOne());
  }

  private static Place read(ResultSet row) throws SQLException {
    long filled = row.getLong("filled");
    return new Place(
        row.wasNull() ? OptionalLong.empty() : OptionalLong.of(filled),
        row.getTimestamp("made_at").toInstant(),
        new Cursor(row.getString("cards_since"), row.getString("cards_tag")),
        new Cursor(row.getString("remarks_since"), row.getString("remarks_tag")),
        row.getBoolean("read_due"),
        row.getInt("failures"));
  }

  /** Tasks up to this number have cards; empty: all have. */
  void filled(OptionalLong number) throws KmException {
    set("filled = CAST(? AS bigint)", number.isPresent() ? (Long) number.getAsLong() : null);
  }

  void cards(Cursor cursor) throws KmException {
    set("cards_since = ?, cards_tag = ?", cursor.since(), cursor.tag());
  }

  void remarks(Cursor cursor) throws KmException {
    set("remarks_since = ?, remarks_tag = ?", cursor.since(), cursor.tag());
  }

  /** The board was read to its end. */
  void read() throws KmException {
    set("read_at = clock_timestamp(), failures = 0, retry_at = NULL, last_error = NULL");
  }

  void failed(String why, Duration pause) throws KmException {
    // why replaced: a board's garbage may be part of the words, and no text here has a NUL
    String words = why.replaceAll("\\p{Cntrl}", "?");
    set(
        "failures = failures + 1, last_error = ?,"
            + " retry_at = clock_timestamp() + make_interval(secs => ?)",
        words.length() > LONGEST_ERROR ? words.substring(0, LONGEST_ERROR) : words,
        pause.toMillis() / 1000.0);
  }

  /**
   * It takes longer.
   *
   * @return false if it is another's by now
   */
  boolean keep() throws KmException {
    return database.transact(
        t ->
            t.execute(
                    "UPDATE board_place SET lease_until ="
                        + " clock_timestamp() + make_interval(secs => ?)"
                        + " WHERE project = ? AND owner = ?",
                    (double) LEASE.toSeconds(),
                    project.value(),
                    owner)
                == 1);
  }

  /** Others may have it. */
  void left() throws KmException {
    set("owner = NULL, lease_until = NULL");
  }

  private void set(String what, Object... values) throws KmException {
    Object[] all = java.util.Arrays.copyOf(values, values.length + 2);
    all[values.length] = project.value();
    all[values.length + 1] = owner;
    database.transact(
        t -> t.execute("UPDATE board_place SET " + what + " WHERE project = ? AND owner = ?", all));
  }
}
