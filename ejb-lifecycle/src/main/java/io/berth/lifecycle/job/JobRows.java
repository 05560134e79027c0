package io.berth.lifecycle.job;

import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.database.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The statements on jobs and their documents. */
final class JobRows {
  private static final String UNFINISHED = " WHERE id = ? AND state IN ('QUEUED', 'RUNNING')";

  // why not QUEUED: that it is again when somebody had it tried anew, and then it is another
  // attempt's
  private static final String UNDER_WAY = " WHERE id = ? AND state = 'RUNNING'";

  /** Bytes of documents that are kept for imports that failed or were called off. */
  static final long MOST_KEPT = 256L << 20;

  private static final String COLUMNS =
      "SELECT CAST(id AS text) AS id, kind, project, state, done, total, message, actor, created_at,"
          + " ended_at, result FROM job ";

  private JobRows() {}

  static void insert(Handle transaction, Job job, List<Jobs.Document> documents) {
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
        job.actor(),
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
        .createQuery(COLUMNS + "WHERE id = :id")
        .bind("id", id)
        .map((row, context) -> job(row))
        .findOne();
  }

  static List<Job> list(Handle transaction, Jobs.Wanted wanted) {
    return transaction
        .createQuery(
            COLUMNS
                + """
                WHERE (NOT :some OR project = ANY (CAST(:projects AS text[])))
                  AND (CAST(:kind AS text) IS NULL OR kind = :kind)
                  AND (CAST(:state AS text) IS NULL OR state = :state)
                ORDER BY created_at DESC, id LIMIT :limit
                """)
        .bind("some", wanted.projects().isPresent())
        .bindArray(
            "projects",
            String.class,
            wanted.projects().orElse(List.of()).stream().map(ProjectId::value).toList())
        .bind("kind", wanted.kind().orElse(null))
        .bind("state", wanted.state().map(Job.State::name).orElse(null))
        .bind("limit", wanted.limit())
        .map((row, context) -> job(row))
        .list();
  }

  private static Job job(ResultSet row) throws SQLException {
    String result = row.getString("result");
    return new Job(
        row.getString("id"),
        row.getString("kind"),
        new ProjectId(row.getString("project")),
        Job.State.valueOf(row.getString("state")),
        row.getInt("done"),
        row.getInt("total"),
        row.getString("message"),
        row.getString("actor"),
        row.getTimestamp("created_at").toInstant(),
        Optional.ofNullable(row.getTimestamp("ended_at")).map(Timestamp::toInstant),
        result == null ? Map.of() : Json.read(result));
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

  /** An attempt begins: the job is under way; empty if it ended or is of another kind. */
  static Optional<Job> begin(Handle transaction, UUID job, List<JobKind> known) {
    boolean begun =
        transaction
                .createUpdate(
                    "UPDATE job SET state = 'RUNNING' WHERE id = :id"
                        + " AND state IN ('QUEUED', 'RUNNING') AND kind = ANY (:kinds)")
                .bind("id", job)
                .bindArray("kinds", String.class, known.stream().map(JobKind::label).toList())
                .execute()
            == 1;
    return begun ? find(transaction, job) : Optional.empty();
  }

  /** Notes how far an attempt is; false if it is no longer the attempt's: it is to let go then. */
  static boolean progress(Handle transaction, UUID job, int done, String message) {
    return transaction.execute(
            "UPDATE job SET done = ?, message = ?" + UNDER_WAY, done, message, job)
        == 1;
  }

  /** Says what happened to an attempt, without progress. */
  static void tell(Handle transaction, UUID job, String message) {
    transaction.execute("UPDATE job SET message = ?" + UNDER_WAY, message, job);
  }

  /** How a job ends. */
  record End(Job.State state, String message, Instant at, Map<String, Object> result) {}

  /**
   * An attempt ends it; false if it is no longer the attempt's. What it needs to be tried again is
   * kept, unless it is done; of imports only the newest, as far as they fit.
   */
  static boolean end(Handle transaction, UUID job, End end) {
    return end(transaction, job, end, UNDER_WAY);
  }

  /** Ends it, whether an attempt is under way or not. */
  static boolean callOff(Handle transaction, UUID job, End end) {
    return end(transaction, job, end, UNFINISHED);
  }

  private static boolean end(Handle transaction, UUID job, End end, String which) {
    boolean ended =
        transaction.execute(
                "UPDATE job SET state = ?, done = CASE WHEN ? THEN total ELSE done END, message = ?,"
                    + " ended_at = ?, result = CAST(? AS jsonb)"
                    + which,
                end.state.name(),
                end.state == Job.State.DONE,
                end.message,
                end.at,
                end.result.isEmpty() ? null : Json.write(end.result),
                job)
            == 1;
    if (ended && end.state == Job.State.DONE) {
      forget(transaction, job);
    } else if (ended) {
      forgetTooMany(transaction);
    }
    return ended;
  }

  /** Lets go of what imports that ended were to bring in, the oldest first, until the rest fits. */
  private static void forgetTooMany(Handle transaction) {
    transaction.execute(
        """
        DELETE FROM job_document WHERE job IN (
          SELECT id FROM (
            SELECT j.id, sum(sum(octet_length(d.content))) OVER (ORDER BY j.ended_at DESC, j.id) AS bytes
            FROM job j JOIN job_document d ON d.job = j.id
            WHERE j.kind = 'import' AND j.ended_at IS NOT NULL GROUP BY j.id, j.ended_at) kept
          WHERE bytes > ?)
        """,
        MOST_KEPT);
  }

  /** Lets go of all that it was sent. */
  static void forget(Handle transaction, UUID job) {
    transaction.execute("DELETE FROM job_document WHERE job = ?", job);
  }

  /** Locks it, so that who reads it decides alone. */
  static Optional<Job> lock(Handle transaction, UUID id) {
    transaction.execute("SELECT 1 FROM job WHERE id = ? FOR UPDATE", id);
    return find(transaction, id);
  }

  /** Queues it again, from where it goes on. */
  static void requeue(Handle transaction, UUID job, int done) {
    transaction.execute(
        "UPDATE job SET state = 'QUEUED', message = '', ended_at = NULL, result = NULL, done = ?"
            + " WHERE id = ?",
        done,
        job);
  }

  /** How many documents it has. */
  static int documents(Handle transaction, UUID job) {
    return transaction
        .createQuery("SELECT count(*) FROM job_document WHERE job = :job")
        .bind("job", job)
        .mapTo(Integer.class)
        .one();
  }

  /** The job of this kind that a project has under way. */
  static Optional<Job> underWay(Handle transaction, ProjectId project, JobKind kind) {
    return transaction
        .createQuery(
            COLUMNS
                + "WHERE project = :project AND kind = :kind AND state IN ('QUEUED', 'RUNNING')"
                + " ORDER BY created_at LIMIT 1")
        .bind("project", project.value())
        .bind("kind", kind.label())
        .map((row, context) -> job(row))
        .findOne();
  }

  /** The job under this number, whoever asked for it. */
  static Optional<Job> numbered(Handle transaction, ProjectId project, String request) {
    return transaction
        .createQuery(COLUMNS + "WHERE project = :project AND request = :request LIMIT 1")
        .bind("project", project.value())
        .bind("request", request)
        .map((row, context) -> job(row))
        .findOne();
  }

  static Optional<String> document(Handle transaction, UUID job, int ordinal) {
    return transaction
        .createQuery("SELECT content FROM job_document WHERE job = :job AND ordinal = :ordinal")
        .bind("job", job)
        .bind("ordinal", ordinal)
        .mapTo(String.class)
        .findOne();
  }

  static void keep(Handle transaction, UUID job, int ordinal, Jobs.Document document) {
    transaction.execute(
        "INSERT INTO job_document (job, ordinal, name, content) VALUES (?, ?, ?, ?)",
        job,
        ordinal,
        document.name(),
        document.text());
  }

  static void forget(Handle transaction, UUID job, int ordinal) {
    transaction.execute("DELETE FROM job_document WHERE job = ? AND ordinal = ?", job, ordinal);
  }

  /** The job of that request. */
  record Asked(String id, byte[] content) {}

  static Optional<Asked> asked(
      Handle transaction, ProjectId project, String actor, String request) {
    return transaction
        .createQuery(
            "SELECT CAST(id AS text), content FROM job"
                + " WHERE project = :project AND actor = :actor AND request = :request")
        .bind("project", project.value())
        .bind("actor", actor)
        .bind("request", request)
        .map((row, context) -> new Asked(row.getString(1), row.getBytes(2)))
        .findOne();
  }

  static void number(Handle transaction, String job, String request, byte[] content) {
    transaction.execute(
        "UPDATE job SET request = ?, content = ? WHERE id = ?",
        request,
        content,
        UUID.fromString(job));
  }

  /** What has not ended of these kinds. */
  static List<Job> unfinished(Handle transaction, List<JobKind> known) {
    return transaction
        .createQuery(
            COLUMNS
                + "WHERE state IN ('QUEUED', 'RUNNING') AND kind = ANY (:kinds) ORDER BY created_at")
        .bindArray("kinds", String.class, known.stream().map(JobKind::label).toList())
        .map((row, context) -> job(row))
        .list();
  }

  /** How many have not ended. */
  static int unfinished(Handle transaction) {
    return transaction
        .createQuery("SELECT count(*) FROM job WHERE state IN ('QUEUED', 'RUNNING')")
        .mapTo(Integer.class)
        .one();
  }

  /** Says when a job that is tried anew will be. */
  static void tellQueued(Handle transaction, UUID job, String message) {
    transaction.execute(
        "UPDATE job SET message = ? WHERE id = ? AND state = 'QUEUED'", message, job);
  }

  static int deleteEndedBefore(Handle transaction, Instant before) {
    return transaction.execute("DELETE FROM job WHERE ended_at < ?", before);
  }
}
