package io.berth.km.store;

/**
 * The writes that are possible inside one transaction. Handed to a {@link WriteWork} on the
 * caller's thread and useless after it returned. The writer records who wrote (the order's subject)
 * and when.
 */
public interface KnowledgeWriter {

  /**
   * Keeps an item. The same title and content of the same type under the same ticket is kept once:
   * the id of the first is the answer.
   */
  Saved save(ItemDraft draft);

  /** Deletes an item; false if there was none. */
  boolean delete(long itemId);

  /** Keeps each document's sections, in the place of those of an earlier document of its name. */
  ImportReport importDocuments(ImportOrder order);

  /** Registers the API of a component, in the place of an earlier one. */
  void registerApi(ComponentApi api);

  /** Keeps the summary of a file, in the place of an earlier one of that path and ticket. */
  void saveFileSummary(FileSummaryDraft draft);

  /** Whether an index says what is known, no more and no less. Reads all of it. */
  boolean sound(SearchIndex index);

  /** Makes an index anew from what is known, and says how much that is. */
  long rebuild(SearchIndex index);
}
