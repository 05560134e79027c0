package io.berth.km.store;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Documents to be imported together, all or none, under one ticket. */
public record ImportOrder(List<Document> documents, String ticketId) {
  public ImportOrder {
    documents = List.copyOf(documents);
    Check.range("the number of documents", documents.size(), 1, Limits.DOCUMENTS);
    Check.line("ticket_id", ticketId, 1, Limits.NAME);
    Set<String> names = new HashSet<>();
    long total = 0;
    for (Document document : documents) {
      if (!names.add(document.name())) {
        throw KnowledgeException.invalid(
            "document " + document.name() + " occurs twice in one import");
      }
      total += document.content().length();
    }
    if (total > Limits.IMPORT) {
      throw KnowledgeException.tooLarge(
          "the documents have "
              + total
              + " characters together; at most "
              + Limits.IMPORT
              + " are imported at a time: send them in several imports");
    }
  }

  /** An order whose ticket may be null. */
  public static ImportOrder of(List<Document> documents, String ticketId) {
    return new ImportOrder(documents, ticketId == null ? ItemDraft.NO_TICKET : ticketId);
  }
}
