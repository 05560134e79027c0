package io.berth.lifecycle.agent;

import io.berth.connector.api.KmException;
import io.berth.lifecycle.database.Database;
import io.berth.lifecycle.event.LifecycleEvent;
import io.berth.lifecycle.event.NewEvent;
import io.berth.lifecycle.event.StoredEvents;
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
 * The agents' secrets in PostgreSQL, as hashes. Called on any thread. A secret has 256 bits of
 * chance, so that a fast hash is enough, and a guess takes for ever.
 */
public final class StoredCredentials implements AgentCredentials {
  private static final int BYTES = 32;
  private static final int LONGEST = 200;
  private static final byte[] NOBODYS = new byte[BYTES];

  private record Row(byte[] hash, List<String> projects) {}

  private final Database database;
  private final StoredEvents events;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  public StoredCredentials(Database database, StoredEvents events, InstantSource clock) {
    this.database = database;
    this.events = events;
    this.clock = clock;
  }

  @Override
  public String renew(AgentId id, List<String> projects, String actor) throws KmException {
    byte[] chance = new byte[BYTES];
    random.nextBytes(chance);
    String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(chance);
    changed(
        id,
        "agent.secret-made",
        actor,
        "for " + String.join(", ", projects),
        t ->
            t.createUpdate(
                    """
                    INSERT INTO agent_credential (agent, hash, projects, actor, created_at)
                    VALUES (:agent, :hash, CAST(:projects AS text[]), :actor, :now)
                    ON CONFLICT (agent) DO UPDATE SET hash = excluded.hash, projects = excluded.projects,
                      actor = excluded.actor, created_at = excluded.created_at
                    """)
                .bind("agent", id.value())
                .bind("hash", hash(secret))
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
    Optional<Row> row =
        database.transact(
            t ->
                t.createQuery("SELECT hash, projects FROM agent_credential WHERE agent = :agent")
                    .bind("agent", id.value())
                    .map((r, c) -> new Row(r.getBytes("hash"), AgentRows.texts(r, "projects")))
                    .findOne());
    // why: the same work and the same answer whether the agent is unknown or the secret is wrong
    byte[] given = hash(secret.length() > LONGEST ? "" : secret);
    boolean equal = MessageDigest.isEqual(row.map(Row::hash).orElse(NOBODYS), given);
    return equal ? row.map(Row::projects) : Optional.empty();
  }

  private static byte[] hash(String secret) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
