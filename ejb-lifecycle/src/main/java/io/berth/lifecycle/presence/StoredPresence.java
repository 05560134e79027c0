package io.berth.lifecycle.presence;

import io.berth.connector.api.KmException;
import io.berth.lifecycle.agent.AgentId;
import io.berth.lifecycle.database.Database;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * Presence in PostgreSQL: a row for each connected agent, written when it comes and when it goes,
 * and one for each node, written every round. Called by one thread of each node.
 */
public final class StoredPresence implements Presence {
  /** After which a node that says nothing is taken to be gone, its connections with it. */
  public static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Database database;
  private final String node;

  public StoredPresence(Database database, String node) {
    this.database = database;
    this.node = node;
  }

  @Override
  public void tell(Round round) throws KmException {
    database.transact(
        t -> {
          t.execute(
              "INSERT INTO agent_node (node, heard_till)"
                  + " VALUES (?, clock_timestamp() + make_interval(secs => ?))"
                  + " ON CONFLICT (node) DO UPDATE SET heard_till = excluded.heard_till",
              node,
              (double) PATIENCE.toSeconds());
          if (!round.here().isEmpty()) {
            // why ordered: two nodes that write the same agents lock them in one order
            t.createUpdate(
                    """
                    INSERT INTO agent_connection (agent, node, since)
                    SELECT id, :node, clock_timestamp() FROM agent WHERE id = ANY (CAST(:ids AS text[])) ORDER BY id
                    ON CONFLICT (agent) DO UPDATE SET node = excluded.node, since = excluded.since
                    """)
                .bind("node", node)
                .bindArray("ids", String.class, names(round.here()))
                .execute();
          }
          if (!round.gone().isEmpty()) {
            t.createUpdate(
                    "DELETE FROM agent_connection WHERE node = :node AND agent = ANY (CAST(:ids AS text[]))")
                .bind("node", node)
                .bindArray("ids", String.class, names(round.gone()))
                .execute();
          }
          if (!round.heard().isEmpty()) {
            t.createUpdate(
                    """
                    UPDATE agent SET seen_at = clock_timestamp() WHERE id IN (
                      SELECT id FROM agent WHERE id = ANY (CAST(:ids AS text[]))
                        AND seen_at < clock_timestamp() - interval '30 seconds'
                      ORDER BY id FOR NO KEY UPDATE SKIP LOCKED)
                    """)
                .bindArray("ids", String.class, names(round.heard()))
                .execute();
          }
          return null;
        });
  }

  @Override
  public void nobody() throws KmException {
    database.transact(
        t -> {
          t.execute("DELETE FROM agent_connection WHERE node = ?", node);
          t.execute("DELETE FROM agent_node WHERE node = ?", node);
          return null;
        });
  }

  private static List<String> names(Collection<AgentId> agents) {
    return agents.stream().map(AgentId::value).sorted().toList();
  }
}
