package io.berth.km.store.sqlite;

import io.berth.km.store.Statistics;
import java.sql.SQLException;

/**
 * What was learnt from the database since the last write: vocabularies and statistics. A write
 * forgets it all by replacing it, after its commit; whoever reads takes it before reading, so that
 * nothing old is ever remembered as new.
 */
final class Knowing {
  private record Learnt(Vocabulary items, Vocabulary fileSummaries, Statistics[] statistics) {}

  private final DatabaseFile file;
  private volatile Learnt learnt = nothing();

  Knowing(DatabaseFile file) {
    this.file = file;
  }

  private static Learnt nothing() {
    return new Learnt(
        new Vocabulary(Index.ITEMS), new Vocabulary(Index.FILE_SUMMARIES), new Statistics[1]);
  }

  void forget() {
    learnt = nothing();
  }

  Vocabulary items() {
    return learnt.items();
  }

  Vocabulary fileSummaries() {
    return learnt.fileSummaries();
  }

  Statistics statistics(Link link) throws SQLException {
    Statistics[] kept = learnt.statistics();
    Statistics known = kept[0];
    if (known == null) {
      known = count(link);
      kept[0] = known;
    }
    return known;
  }

  private Statistics count(Link link) throws SQLException {
    return new Statistics(
        link.number("SELECT count(*) FROM item"),
        link.number("SELECT count(DISTINCT ticket_id) FROM item"),
        link.number("SELECT count(DISTINCT item_type) FROM item"),
        link.number("SELECT count(*) FROM document"),
        link.number("SELECT count(*) FROM file_summary"),
        link.number("SELECT count(*) FROM component_api"),
        file.path(),
        file.bytes());
  }
}
