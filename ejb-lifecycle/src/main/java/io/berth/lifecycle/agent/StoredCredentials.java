package io.berth.lifecycle.agent;

import io.berth.connector.api.KmException;
import io.berth.lifecycle.database.Database;
import io.berth.lifecycle.event.LifecycleEvent;
import io.berth.lifecycle.event.NewEvent;
import io.berth.lifecycle.event.StoredEvents;
import io.berth.lifecycle.secret.HashingRoom;
import io.berth.lifecycle.secret.SecretHash;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The agents' secrets in PostgreSQL, as hashes. Called on any thread; blocks on the database and in
 * the hashing room, never in both at once. A secret whose hash was made in an older way is hashed
 * anew when it is next seen.
 */
public final class StoredCredentials implements AgentCredentials {
  private static final int BYTES = 32;
  private static final int LONGEST = 200;

  /**
   * @param sha256 of a row that was written before Argon2id
   * @param argon2 of all others, as text
   */
  private record Row(byte[] sha256, String argon2, List<String> projects) {}

  private final Database database;
  private final StoredEvents events;
  private final InstantSource clock;
  private final HashingRoom hashing;
  private final SecureRandom random = new SecureRandom();

  public StoredCredentials(
      Database database, StoredEvents events, InstantSource clock, HashingRoom hashing) {
    this.database = database;
    this.events = events;
    this.clock = clock;
    this.hashing = hashing;
  }

  @Override
  public String renew(AgentId id, List<String> projects, String actor) throws KmException {
    byte[] chance = new byte[BYTES];
    random.nextBytes(chance);
    String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(chance);
    String hash = hashing.hash(secret).text();
    changed(
        id,
        "agent.secret-made",
        actor,
        "for " + String.join(", ", projects),
        t ->
            t.createUpdate(
                    """
                    INSERT INTO agent_credential (agent, argon2, projects, actor, created_at)
                    VALUES (:agent, :hash, CAST(:projects AS text[]), :actor, :now)
                    ON CONFLICT (agent) DO UPDATE SET argon2 = excluded.argon2, hash = NULL,
                      projects = excluded.projects, actor = excluded.actor, created_at = excluded.created_at
                    """)
                .bind("agent", id.value())
                .bind("hash", hash)
                .bindArray("projects", String.class, projects)
                .bind("actor", actor)
                .bind("now", clock.instant())
                .execute());
    return secret;
  }

  @Override
  public void revoke(AgentId id, String actor) throws KmException {
    changed(
        id,
        "agent.secret-revoked",
        actor,
        "",
        t -> t.execute("DELETE FROM agent_credential WHERE agent = ?", id.value()));
  }

  private interface Step {
    void in(Handle transaction);
  }

  private void changed(AgentId id, String kind, String actor, String reason, Step step)
      throws KmException {
    Optional<LifecycleEvent> written =
        database.transact(
            t -> {
              Agent agent = AgentRows.lock(t, id).orElseThrow(() -> StoredAgents.missing(id));
              step.in(t);
              NewEvent event =
                  new NewEvent(kind, agent.project(), 0, actor, reason)
                      .with(Map.of("agent", id.value()));
              return events.append(t, event);
            });
    written.ifPresent(event -> events.committed(event.id()));
  }

  @Override
  public Optional<List<String>> check(AgentId id, String secret) throws KmException {
    String given = secret.length() > LONGEST ? "" : secret;
    Optional<Row> row = row(id);
    return isOf(id, row, given) ? row.map(Row::projects) : Optional.empty();
  }

  private Optional<Row> row(AgentId id) throws KmException {
    return database.transact(
        t ->
            t.createQuery(
                    "SELECT hash, argon2, projects FROM agent_credential WHERE agent = :agent")
                .bind("agent", id.value())
                .map(
                    (r, c) ->
                        new Row(
                            r.getBytes("hash"),
                            r.getString("argon2"),
                            AgentRows.texts(r, "projects")))
                .findOne());
  }

  private boolean isOf(AgentId id, Optional<Row> row, String given) throws KmException {
    Optional<SecretHash> stored = row.map(Row::argon2).flatMap(SecretHash::read);
    if (stored.isPresent()) {
      boolean equal = hashing.isOf(stored.get(), given);
      if (equal && !stored.get().cost().equals(hashing.cost())) {
        replace(id, row.get(), hashing.hash(given));
      }
      return equal;
    }
    // why always: the same work whether the agent is unknown or its secret is wrong
    SecretHash anew = hashing.hash(given);
    boolean equal =
        row.map(Row::sha256).filter(hash -> MessageDigest.isEqual(hash, sha256(given))).isPresent();
    if (equal) {
      replace(id, row.get(), anew);
    }
    return equal;
  }

  /** why only that row: the secret may have been renewed or revoked while it was hashed. */
  private void replace(AgentId id, Row old, SecretHash anew) throws KmException {
    database.transact(
        t ->
            t.createUpdate(
                    """
                    UPDATE agent_credential SET argon2 = :anew, hash = NULL
                    WHERE agent = :agent AND (argon2 = :argon2 OR hash = :sha256)
                    """)
                .bind("anew", anew.text())
                .bind("agent", id.value())
                .bind("argon2", old.argon2())
                .bind("sha256", old.sha256())
                .execute());
  }

  private static byte[] sha256(String secret) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
