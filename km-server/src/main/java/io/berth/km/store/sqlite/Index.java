package io.berth.km.store.sqlite;

import io.berth.km.store.SearchIndex;

/**
 * The full-text indexes, by the names of their tables. All SQL that asks one is made here, once.
 *
 * @param table what is indexed
 */
enum Index {
  /** Items: title, heading path, content. */
  ITEMS("item"),
  /** File summaries: path, summary. */
  FILE_SUMMARIES("file_summary");

  /** Counting stops here: beyond, a word is frequent, and that is all that matters. */
  private static final int COUNTED = 20_000;

  private final String countAll;
  private final String countMatches;
  private final String wordsFrom;
  private final String check;
  private final String rebuild;

  Index(String table) {
    countAll = "SELECT count(*) FROM " + table;
    countMatches =
        "SELECT count(*) FROM (SELECT 1 FROM "
            + table
            + "_text WHERE "
            + table
            + "_text MATCH ? LIMIT "
            + COUNTED
            + ")";
    // why the 1: the index is compared with the table that it is of, too
    check =
        "INSERT INTO " + table + "_text (" + table + "_text, rank) VALUES ('integrity-check', 1)";
    rebuild = "INSERT INTO " + table + "_text (" + table + "_text) VALUES ('rebuild')";
    wordsFrom = "SELECT term, doc FROM " + table + "_word WHERE term >= ? AND term < ? LIMIT ?";
  }

  static Index of(SearchIndex index) {
    return switch (index) {
      case ITEMS -> ITEMS;
      case FILE_SUMMARIES -> FILE_SUMMARIES;
    };
  }

  String check() {
    return check;
  }

  String rebuild() {
    return rebuild;
  }

  String countAll() {
    return countAll;
  }

  String countMatches() {
    return countMatches;
  }

  String wordsFrom() {
    return wordsFrom;
  }
}
