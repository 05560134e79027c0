package io.berth.connector.api;

/**
 * The warm pool at one moment: processes that run and belong to no project.
 *
 * @param size how many there should be
 * @param ready how many could be assigned now
 * @param rssBytes resident memory of all of them, shared pages counted in full
 * @param pssBytes resident memory, shared pages divided among those who share them
 */
public record WarmPoolUse(int size, int ready, long rssBytes, long pssBytes) {
  /** Nothing is kept warm. */
  public static final WarmPoolUse NONE = new WarmPoolUse(0, 0, 0, 0);
}
