package io.berth.km.store.sqlite;

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
    wordsFrom = "SELECT term, doc FROM " + table + "_word WHERE term >= ? AND term < ? LIMIT ?";
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
