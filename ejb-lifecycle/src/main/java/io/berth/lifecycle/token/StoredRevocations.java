package io.berth.lifecycle.token;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.lifecycle.database.Database;
import io.berth.lifecycle.event.LifecycleEvent;
import io.berth.lifecycle.event.NewEvent;
import io.berth.lifecycle.event.StoredEvents;
import io.berth.lifecycle.token.Revocation.Kind;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The revocations in PostgreSQL, each written with its event in one transaction. Bounded: whoever
 * needs more revokes subjects instead of single tokens. Called on any thread.
 */
public final class StoredRevocations implements Revocations {
  /** More single tokens than anybody takes back by hand; every node holds them in memory. */
  static final int MOST = 10_000;

  private final Database database;
  private final StoredEvents events;
  private final InstantSource clock;

  public StoredRevocations(Database database, StoredEvents events, InstantSource clock) {
    this.database = database;
    this.events = events;
    this.clock = clock;
  }

  @Override
  public void revoke(Revocation revocation, String actor) throws KmException {
    Optional<LifecycleEvent> written =
        database.transact(
            t -> {
              Instant now = clock.instant();
              t.execute("DELETE FROM token_revocation WHERE forget_at <= ?", now);
              requireRoom(t);
              put(t, revocation, actor, now);
              String what = label(revocation.kind());
              return events.append(
                  t,
                  new NewEvent(EVENT, Optional.empty(), 0, actor, what + " " + revocation.name())
                      .with(Map.of(what, revocation.name())));
            });
    written.ifPresent(event -> events.committed(event.id()));
  }

  private static void requireRoom(Handle t) throws KmException {
    int count = t.createQuery("SELECT count(*) FROM token_revocation").mapTo(Integer.class).one();
    if (count >= MOST) {
      throw new KmException(
          Problem.CONFLICT,
          MOST
              + " revocations are kept already: renew the signing key and let the old one go"
              + " (docs/operations.md), which makes every older token worthless");
    }
  }

  private static void put(Handle t, Revocation revocation, String actor, Instant now) {
    t.createUpdate(
            """
            INSERT INTO token_revocation (kind, name, issued_until, actor, revoked_at, forget_at)
            VALUES (:kind, :name, :until, :actor, :now, :forget)
            ON CONFLICT (kind, name) DO UPDATE SET
              issued_until = greatest(token_revocation.issued_until, excluded.issued_until),
              forget_at = greatest(token_revocation.forget_at, excluded.forget_at),
              actor = excluded.actor, revoked_at = excluded.revoked_at
            """)
        .bind("kind", label(revocation.kind()))
        .bind("name", revocation.name())
        .bind("until", revocation.issuedUntil())
        .bind("actor", actor)
        .bind("now", now)
        .bind("forget", revocation.forgetAt())
        .execute();
  }

  @Override
  public List<Revocation> current() throws KmException {
    Instant now = clock.instant();
    return database.transact(
        t ->
            t.createQuery(
                    """
                    SELECT kind, name, issued_until, forget_at FROM token_revocation
                    WHERE forget_at > :now
                    """)
                .bind("now", now)
                .map(
                    (row, c) ->
                        new Revocation(
                            Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                            row.getString("name"),
                            row.getObject("issued_until", OffsetDateTime.class).toInstant(),
                            row.getObject("forget_at", OffsetDateTime.class).toInstant()))
                .list());
  }

  private static String label(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
