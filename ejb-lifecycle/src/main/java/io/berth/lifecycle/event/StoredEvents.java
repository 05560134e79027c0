package io.berth.lifecycle.event;

import io.berth.connector.api.KmException;
import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.database.Database;
import io.berth.lifecycle.database.Json;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * The audit in PostgreSQL. Events are numbered under an advisory lock that lasts until commit, so a
 * reader that resumes after the last id it saw misses nothing. Called on any thread; stores append
 * within their own transaction and call {@link #committed} afterwards.
 */
public final class StoredEvents implements EventLog {
  /** Older events than the newest so many are trimmed by {@link #trim}. */
  public static final int KEPT = 200_000;

  /** What Berth itself is called in the audit. */
  public static final String BERTH = "berth";

  private static final long LOCK = 0x6265_7274_6801L;
  private static final int MOST = 1_000;
  private static final String COLUMNS =
      "SELECT id, at, kind, project, generation, actor, reason, details FROM lifecycle_event";

  private final Database database;
  private final InstantSource clock;
  private final Followers followers;

  public StoredEvents(Database database, InstantSource clock, Followers followers) {
    this.database = database;
    this.clock = clock;
    this.followers = followers;
  }

  @Override
  public LifecycleEvent append(
      String kind, Optional<ProjectId> project, long generation, String actor, String reason)
      throws KmException {
    NewEvent event = new NewEvent(kind, project, generation, actor, reason);
    LifecycleEvent written = database.transact(t -> append(t, event)).orElseThrow();
    committed(written.id());
    return written;
  }

  /**
   * Appends as the last step of a transaction: others wait for its commit.
   *
   * @return empty if an event of the same source was written before
   */
  public Optional<LifecycleEvent> append(Handle transaction, NewEvent event) {
    transaction.execute("SELECT pg_advisory_xact_lock(?)", LOCK);
    Instant at = event.at().orElseGet(clock::instant).truncatedTo(ChronoUnit.MICROS);
    return transaction
        .createQuery(
            """
            INSERT INTO lifecycle_event (at, kind, project, generation, actor, reason, details, source)
            VALUES (:at, :kind, :project, :generation, :actor, :reason, CAST(:details AS jsonb), :source)
            ON CONFLICT (source) DO NOTHING RETURNING id
            """)
        .bind("at", at)
        .bind("kind", event.kind())
        .bind("project", event.project().map(ProjectId::value).orElse(null))
        .bind("generation", event.generation())
        .bind("actor", event.actor())
        .bind("reason", event.reason())
        .bind("details", Json.write(event.details()))
        .bind("source", event.source().orElse(null))
        .mapTo(Long.class)
        .findOne()
        .map(id -> event.written(id, at));
  }

  /** Tells followers of an event whose transaction is over. Never blocks. */
  public void committed(long id) {
    followers.newest(id);
  }

  /** Tells followers of what other nodes wrote. Called now and then by a timer. */
  public void look() throws KmException {
    long id =
        database.transact(
            t ->
                t.createQuery("SELECT coalesce(max(id), 0) FROM lifecycle_event")
                    .mapTo(Long.class)
                    .one());
    followers.reached(id);
  }

  @Override
  public List<LifecycleEvent> after(long id, Optional<ProjectId> project, int limit)
      throws KmException {
    String where = " WHERE id > :id" + filter(project) + " ORDER BY id LIMIT :limit";
    return database.transact(
        t -> list(t.createQuery(COLUMNS + where).bind("id", id), project, limit));
  }

  @Override
  public List<LifecycleEvent> last(Optional<ProjectId> project, int limit) throws KmException {
    String newest = COLUMNS + " WHERE id > 0" + filter(project) + " ORDER BY id DESC LIMIT :limit";
    return database.transact(
        t -> list(t.createQuery("SELECT * FROM (" + newest + ") e ORDER BY id"), project, limit));
  }

  @Override
  public AutoCloseable onChange(Consumer<Long> newestId) {
    return followers.add(newestId);
  }

  /**
   * Deletes what is older than the newest {@link #KEPT} events. Called by the maintenance timer.
   */
  public int trim() throws KmException {
    return database.transact(
        t ->
            t.execute(
                "DELETE FROM lifecycle_event WHERE id <= (SELECT max(id) FROM lifecycle_event) - ?",
                (long) KEPT));
  }

  private static String filter(Optional<ProjectId> project) {
    return project.isPresent() ? " AND project = :project" : "";
  }

  private static List<LifecycleEvent> list(Query query, Optional<ProjectId> project, int limit) {
    project.ifPresent(id -> query.bind("project", id.value()));
    return query
        .bind("limit", Math.max(1, Math.min(limit, MOST)))
        .map(
            (row, context) ->
                new LifecycleEvent(
                    row.getLong("id"),
                    row.getTimestamp("at").toInstant(),
                    row.getString("kind"),
                    Optional.ofNullable(row.getString("project")).map(ProjectId::new),
                    row.getLong("generation"),
                    row.getString("actor"),
                    row.getString("reason"),
                    Map.copyOf(Json.readTexts(row.getString("details")))))
        .list();
  }
}
