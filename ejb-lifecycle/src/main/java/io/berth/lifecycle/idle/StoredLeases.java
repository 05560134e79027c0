package io.berth.lifecycle.idle;

import io.berth.connector.api.KmException;
import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.database.Database;
import java.time.Instant;
import java.util.List;

/** The busy leases in PostgreSQL; those of a project go with its row. */
final class StoredLeases implements LeaseStore {
  private final Database database;

  StoredLeases(Database database) {
    this.database = database;
  }

  @Override
  public void write(Stored lease) throws KmException {
    database.transact(
        t ->
            t.createUpdate(
                    """
                    INSERT INTO busy_lease (project, holder, ends_at)
                    SELECT id, :holder, :end FROM project WHERE id = :project
                    ON CONFLICT (project, holder) DO UPDATE SET ends_at = excluded.ends_at
                    """)
                .bind("project", lease.project().value())
                .bind("holder", lease.holder())
                .bind("end", lease.end())
                .execute());
  }

  @Override
  public void remove(ProjectId project, String holder) throws KmException {
    database.transact(
        t ->
            t.execute(
                "DELETE FROM busy_lease WHERE project = ? AND holder = ?",
                project.value(),
                holder));
  }

  @Override
  public List<Stored> endingAfter(Instant moment) throws KmException {
    return database.transact(
        t ->
            t.createQuery("SELECT project, holder, ends_at FROM busy_lease WHERE ends_at > :moment")
                .bind("moment", moment)
                .map(
                    (row, context) ->
                        new Stored(
                            new ProjectId(row.getString(1)),
                            row.getString(2),
                            row.getTimestamp(3).toInstant()))
                .list());
  }

  @Override
  public void trim(Instant moment) throws KmException {
    database.transact(t -> t.execute("DELETE FROM busy_lease WHERE ends_at < ?", moment));
  }
}
