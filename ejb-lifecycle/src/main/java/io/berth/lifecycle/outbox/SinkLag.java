package io.berth.lifecycle.outbox;

import io.berth.connector.api.KmException;
import io.berth.lifecycle.database.Database;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * How far sinks are behind, by the database's numbers and clock: the same at every node. Called by
 * a timer of the node.
 */
public final class SinkLag {
  /** Beyond it nobody needs to know how many it is. */
  static final int MOST = 100_000;

  /** Who is told. */
  @FunctionalInterface
  public interface Listener {
    /**
     * One sink and stream.
     *
     * @param behind events that are not delivered
     * @param oldest how old the oldest of them is; zero if there is none
     * @param failures in a row
     */
    void lag(String sink, Stream stream, long behind, Duration oldest, int failures);
  }

  private record Row(String sink, Stream stream, long position, int failures) {}

  private final Database database;
  private final Set<String> sinks;
  private final Listener listener;

  /** Of the sinks with these names. */
  public SinkLag(Database database, Set<String> sinks, Listener listener) {
    this.database = database;
    this.sinks = Set.copyOf(sinks);
    this.listener = listener;
  }

  /** Looks, and tells. */
  public void look() throws KmException {
    if (sinks.isEmpty()) {
      return;
    }
    database.transact(
        t -> {
          List<Row> rows =
              t.createQuery("SELECT name, stream, position, failures FROM event_sink")
                  .map(
                      (row, c) ->
                          new Row(
                              row.getString(1),
                              Stream.valueOf(row.getString(2)),
                              row.getLong(3),
                              row.getInt(4)))
                  .list();
          rows.stream().filter(row -> sinks.contains(row.sink)).forEach(row -> tell(t, row));
          return null;
        });
  }

  private void tell(Handle transaction, Row row) {
    // why the unnumbered too: they happened, and the sink was not told
    String waiting =
        row.stream == Stream.TASKS
            ? "(SELECT at FROM task_event WHERE number > :position LIMIT :most) UNION ALL"
                + " (SELECT at FROM task_event WHERE number IS NULL LIMIT :most)"
            : "(SELECT at FROM lifecycle_event WHERE id > :position LIMIT :most)";
    transaction
        .createQuery(
            "SELECT count(*), coalesce(extract(epoch FROM clock_timestamp() - min(at)), 0) FROM ("
                + waiting
                + ") AS waiting")
        .bind("position", row.position)
        .bind("most", MOST)
        .map(
            (found, c) -> {
              Duration oldest = Duration.ofMillis(Math.max(0, (long) (found.getDouble(2) * 1000)));
              listener.lag(row.sink, row.stream, found.getLong(1), oldest, row.failures);
              return row;
            })
        .one();
  }
}
