package io.berth.lifecycle.job;

import io.berth.connector.api.ProjectId;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The statements on jobs and their documents. */
final class JobRows {
  private JobRows() {}

  static void insert(Handle transaction, Job job, List<Jobs.Document> documents, String actor) {
    transaction.execute(
        """
        INSERT INTO job (id, kind, project, state, done, total, message, actor, created_at)
        VALUES (?, ?, ?, ?, 0, ?, '', ?, ?)
        """,
        UUID.fromString(job.id()),
        job.kind(),
        job.project().value(),
        job.state().name(),
        job.total(),
        actor,
        job.createdAt());
    PreparedBatch batch =
        transaction.prepareBatch(
            "INSERT INTO job_document (job, ordinal, name, content) VALUES (?, ?, ?, ?)");
    for (int i = 0; i < documents.size(); i++) {
      Jobs.Document document = documents.get(i);
      batch.add(UUID.fromString(job.id()), i, document.name(), document.text());
    }
    batch.execute();
  }

  static Optional<Job> find(Handle transaction, UUID id) {
    return transaction
        .createQuery(
            "SELECT kind, project, state, done, total, message, created_at, ended_at FROM job"
                + " WHERE id = :id")
        .bind("id", id)
        .map(
            (row, context) ->
                new Job(
                    id.toString(),
                    row.getString("kind"),
                    new ProjectId(row.getString("project")),
                    Job.State.valueOf(row.getString("state")),
                    row.getInt("done"),
                    row.getInt("total"),
                    row.getString("message"),
                    row.getTimestamp("created_at").toInstant(),
                    Optional.ofNullable(row.getTimestamp("ended_at")).map(Timestamp::toInstant)))
        .findOne();
  }

  /** Documents from an ordinal on: as many as fit, at least one while there are any. */
  static List<Jobs.Document> batch(
      Handle transaction, UUID job, int from, int mostDocuments, long mostCharacters) {
    return transaction
        .createQuery(
            """
            SELECT name, content FROM
              (SELECT ordinal, name, content,
                 sum(length(content)) OVER (ORDER BY ordinal) AS characters
               FROM (SELECT * FROM job_document WHERE job = :job AND ordinal >= :from
                     ORDER BY ordinal LIMIT :documents) next) counted
            WHERE ordinal = :from OR characters <= :characters ORDER BY ordinal
            """)
        .bind("job", job)
        .bind("from", from)
        .bind("documents", mostDocuments)
        .bind("characters", mostCharacters)
        .map((row, c) -> new Jobs.Document(row.getString(1), row.getString(2)))
        .list();
  }

  static void progress(Handle transaction, UUID job, int done, String message) {
    transaction.execute(
        "UPDATE job SET state = 'RUNNING', done = ?, message = ? WHERE id = ?", done, message, job);
  }

  /** Says what happened, without progress. */
  static void tell(Handle transaction, UUID job, String message) {
    transaction.execute("UPDATE job SET message = ? WHERE id = ?", message, job);
  }

  /** Ends it; its documents are not needed any more. False if it had ended before. */
  static boolean end(Handle transaction, UUID job, Job.State state, String message, Instant at) {
    transaction.execute("DELETE FROM job_document WHERE job = ?", job);
    return transaction.execute(
            "UPDATE job SET state = ?, message = ?, ended_at = ?"
                + " WHERE id = ? AND state IN ('QUEUED', 'RUNNING')",
            state.name(),
            message,
            at,
            job)
        == 1;
  }

  static List<String> unfinished(Handle transaction) {
    return transaction
        .createQuery("SELECT CAST(id AS text) FROM job WHERE state IN ('QUEUED', 'RUNNING')")
        .mapTo(String.class)
        .list();
  }

  static int deleteEndedBefore(Handle transaction, Instant before) {
    return transaction.execute("DELETE FROM job WHERE ended_at < ?", before);
  }
}
