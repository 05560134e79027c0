package io.berth.km.store;

/** The sizes that the store accepts, in characters unless said otherwise; one place for all. */
public final class Limits {
  /** Names, titles' tickets, types, subjects, component names, keys. */
  public static final int NAME = 255;

  /** An item's title, a heading path. */
  public static final int TITLE = 1_000;

  /** An item's content, a file summary, an API definition. */
  public static final int CONTENT = 1_000_000;

  /** A question; only the first 64 terms of it count. */
  public static final int QUESTION = 4_000;

  /** Content carried in one query result; the whole is had by id. */
  public static final int HIT_CONTENT = 16_384;

  /** A snippet. */
  public static final int SNIPPET = 400;

  /** A document's name or a file's path. */
  public static final int PATH = 1_024;

  /** Results of one query. */
  public static final int RESULTS = 50;

  /** Entries of one page. */
  public static final int PAGE = 200;

  /** One document of an import. */
  public static final int DOCUMENT = 4_000_000;

  /** Documents of one import. */
  public static final int DOCUMENTS = 500;

  /** All documents of one import together. */
  public static final int IMPORT = 8_000_000;

  /** Sections of one document. */
  public static final int SECTIONS = 10_000;

  /** Files named by a component's API. */
  public static final int FILES = 1_000;

  private Limits() {}
}
