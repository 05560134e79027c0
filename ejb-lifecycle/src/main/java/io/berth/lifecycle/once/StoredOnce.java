package io.berth.lifecycle.once;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.lifecycle.database.Database;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The ledger in PostgreSQL: the entry is durable before the request is done, so that a crash at any
 * moment leads to a refusal of the repetition and never to a second effect. Called on any thread.
 */
public final class StoredOnce implements OnceLedger {
  /** Keys of one subject within a day. */
  static final int MOST = 10_000;

  private static final int SWEPT_AT_ONCE = 1_000;

  private record Row(
      byte[] fingerprint,
      Integer status,
      Optional<String> location,
      Optional<String> body,
      Instant at) {}

  private final Database database;
  private final InstantSource clock;

  public StoredOnce(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  @Override
  public Optional<Answered> begin(Asked asked) throws KmException {
    Instant now = clock.instant();
    return database.transact(
        t -> {
          forgetOld(t, now);
          if (enter(t, asked, now)) {
            requireRoom(t, asked.subject());
            return Optional.empty();
          }
          return Optional.of(again(find(t, asked), asked, now));
        });
  }

  private static boolean enter(Handle t, Asked asked, Instant now) {
    return t.createUpdate(
                """
                INSERT INTO idempotency (subject, key, fingerprint, created_at)
                VALUES (:subject, :key, :fingerprint, :now) ON CONFLICT DO NOTHING
                """)
            .bind("subject", asked.subject())
            .bind("key", asked.key())
            .bind("fingerprint", asked.fingerprint())
            .bind("now", now)
            .execute()
        == 1;
  }

  private static Row find(Handle t, Asked asked) throws KmException {
    return t.createQuery(
            """
            SELECT fingerprint, status, location, body, created_at FROM idempotency
            WHERE subject = :subject AND key = :key
            """)
        .bind("subject", asked.subject())
        .bind("key", asked.key())
        .map(
            (row, c) ->
                new Row(
                    row.getBytes("fingerprint"),
                    row.getObject("status", Integer.class),
                    Optional.ofNullable(row.getString("location")),
                    Optional.ofNullable(row.getString("body")),
                    row.getObject("created_at", OffsetDateTime.class).toInstant()))
        .findOne()
        // why: it was taken back between the two statements
        .orElseThrow(() -> conflict(asked, "is in use; ask again"));
  }

  private static Answered again(Row row, Asked asked, Instant now) throws KmException {
    if (!MessageDigest.isEqual(row.fingerprint, asked.fingerprint())) {
      throw conflict(asked, "was used before for another request; take a new key");
    }
    if (row.status == null) {
      Duration age = Duration.between(row.at, now);
      throw conflict(
          asked,
          "belongs to a request that began "
              + Math.max(0, age.toSeconds())
              + " s ago and has no known end; ask again in a moment, and if it stays so look"
              + " whether it took effect before you send it under a new key");
    }
    return new Answered(row.status, row.location, row.body);
  }

  private static KmException conflict(Asked asked, String what) {
    return new KmException(Problem.CONFLICT, "Idempotency-Key " + asked.key() + " " + what);
  }

  private static void requireRoom(Handle t, String subject) throws KmException {
    int count =
        t.createQuery("SELECT count(*) FROM idempotency WHERE subject = :subject")
            .bind("subject", subject)
            .mapTo(Integer.class)
            .one();
    if (count > MOST) {
      throw new KmException(
          Problem.OVERLOADED,
          subject + " has used " + MOST + " idempotency keys within a day; go on without a key",
          Duration.ofMinutes(10),
          null);
    }
  }

  private static void forgetOld(Handle t, Instant now) {
    t.execute(
        """
        DELETE FROM idempotency WHERE ctid IN (
          SELECT ctid FROM idempotency WHERE created_at <= ? LIMIT ? FOR UPDATE SKIP LOCKED)
        """,
        now.minus(KEPT),
        SWEPT_AT_ONCE);
  }

  @Override
  public void done(Asked asked, Answered answered) throws KmException {
    database.transact(
        t ->
            t.createUpdate(
                    """
                    UPDATE idempotency SET status = :status, location = :location, body = :body
                    WHERE subject = :subject AND key = :key
                    """)
                .bind("status", answered.status())
                .bind("location", answered.location())
                .bind("body", answered.body())
                .bind("subject", asked.subject())
                .bind("key", asked.key())
                .execute());
  }

  @Override
  public void undone(Asked asked) throws KmException {
    database.transact(
        t ->
            t.execute(
                "DELETE FROM idempotency WHERE subject = ? AND key = ? AND status IS NULL",
                asked.subject(),
                asked.key()));
  }
}
