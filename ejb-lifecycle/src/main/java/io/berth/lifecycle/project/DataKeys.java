package io.berth.lifecycle.project;

import io.berth.connector.api.KmException;
import io.berth.connector.api.ProjectId;
import org.jdbi.v3.core.Handle;

/** What becomes of the key of a project's data when the project is removed; in its transactions. */
public interface DataKeys {
  /** Fails while the key of a project is being changed. */
  void requireQuiet(Handle transaction, ProjectId project) throws KmException;

  /** Forgets the key of a project whose data is deleted. */
  void forget(Handle transaction, ProjectId project);
}
