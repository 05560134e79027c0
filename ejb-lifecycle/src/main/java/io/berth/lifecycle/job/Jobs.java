package io.berth.lifecycle.job;

import io.berth.connector.api.KmException;
import io.berth.connector.api.ProjectId;
import java.util.List;
import java.util.Optional;

/** Long work that no request waits for. What is accepted is durable and survives a restart. */
public interface Jobs {
  /** A document to import; the name is a relative path, for the reader's orientation only. */
  record Document(String name, String text) {}

  /**
   * Queues an import into the project's KM; the project is started for it. Importing a document of
   * the same name again replaces what it brought before.
   *
   * @throws KmException NO_SUCH_PROJECT, INVALID (no document, a name or a text that is too long)
   */
  Job importDocuments(ProjectId project, List<Document> documents, String actor) throws KmException;

  /** The job now. */
  Optional<Job> find(String id) throws KmException;
}
