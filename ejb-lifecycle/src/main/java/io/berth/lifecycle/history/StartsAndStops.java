package io.berth.lifecycle.history;

import org.jdbi.v3.core.Handle;

/**
 * How many processes of a node became ready and ended since the last look, counted in the audit,
 * where nothing is counted twice and nothing is lost with a server. Called by one timer.
 */
final class StartsAndStops {
  /** Both counts, and the event up to which they go. */
  record Counts(long starts, long stops, long upTo) {}

  private final String node;
  private long seen = -1;

  StartsAndStops(String node) {
    this.node = node;
  }

  /** Counts; {@link #seen} is called when what was counted is durable. */
  Counts count(Handle transaction) {
    return transaction
        .createQuery(
            """
            SELECT count(*) FILTER (WHERE kind = 'process.ready'),
              count(*) FILTER (WHERE kind IN ('process.stopped', 'process.crashed')),
              (SELECT coalesce(max(id), 0) FROM lifecycle_event)
            FROM lifecycle_event
            WHERE :seen >= 0 AND id > :seen AND details ->> 'node' = :node
            """)
        .bind("seen", seen)
        .bind("node", node)
        .map((row, context) -> new Counts(row.getLong(1), row.getLong(2), row.getLong(3)))
        .one();
  }

  void seen(Counts counts) {
    seen = counts.upTo;
  }
}
