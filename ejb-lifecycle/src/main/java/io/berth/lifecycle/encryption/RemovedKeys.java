package io.berth.lifecycle.encryption;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.project.DataKeys;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The keys of projects that are removed. Stateless; called in the transactions of a removal. */
public final class RemovedKeys implements DataKeys {
  @Override
  public void requireQuiet(Handle transaction, ProjectId project) throws KmException {
    Optional<KeyRow.Change> change = KeyRows.find(transaction, project).flatMap(KeyRow::change);
    if (change.isPresent()) {
      throw new KmException(
          Problem.CONFLICT,
          "the key of project "
              + project
              + " is being changed ("
              + change.get().kind().label()
              + "); try again when that is over");
    }
  }

  @Override
  public void forget(Handle transaction, ProjectId project) {
    transaction.execute("DELETE FROM project_key WHERE project = ?", project.value());
  }
}
