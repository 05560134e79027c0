package io.berth.km.store;

/** What questions are answered from, beside what is known itself. */
public enum SearchIndex {
  /** Of items, sections of documents among them. */
  ITEMS,
  /** Of file summaries. */
  FILE_SUMMARIES
}
