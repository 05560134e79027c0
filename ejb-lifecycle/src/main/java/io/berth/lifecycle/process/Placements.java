package io.berth.lifecycle.process;

import io.berth.connector.api.ProcessSnapshot;
import io.berth.connector.api.ProcessState;
import io.berth.connector.api.ProjectId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jdbi.v3.core.Handle;

/**
 * The statements on placements and the history of ports. Each write is fenced by the generation:
 * what an older one reports changes nothing.
 */
final class Placements {
  private static final int PORTS_KEPT = 20;

  /** One row, as far as a boot needs it. */
  record Placed(ProjectId project, long generation) {}

  private Placements() {}

  /** Takes the next generation for this node. */
  static long next(Handle transaction, ProjectId project, int version, String node, Instant now) {
    return transaction
        .createQuery(
            """
            INSERT INTO placement (project, node, generation, state, runtime_version, updated_at)
            VALUES (:project, :node, 1, 'STARTING', :version, :now)
            ON CONFLICT (project) DO UPDATE
            SET generation = placement.generation + 1, node = excluded.node, state = 'STARTING',
                port = NULL, pid = NULL, runtime_version = excluded.runtime_version,
                updated_at = excluded.updated_at
            RETURNING generation
            """)
        .bind("project", project.value())
        .bind("node", node)
        .bind("version", version)
        .bind("now", now)
        .mapTo(Long.class)
        .one();
  }

  /** The version that this generation was started with; 0: not known. */
  static int version(Handle transaction, ProjectId project, long generation) {
    return transaction
        .createQuery(
            "SELECT coalesce(runtime_version, 0) FROM placement"
                + " WHERE project = :project AND generation = :generation")
        .bind("project", project.value())
        .bind("generation", generation)
        .mapTo(Integer.class)
        .findOne()
        .orElse(0);
  }

  /**
   * Writes down what the slot is now; false if a newer generation owns the row, or it is current.
   */
  static boolean record(Handle transaction, ProcessSnapshot process, String node, Instant now) {
    return transaction
            .createUpdate(
                """
                UPDATE placement SET state = :state, port = :port, pid = :pid, updated_at = :now
                WHERE project = :project AND generation = :generation AND node = :node
                  AND (state, port, pid) IS DISTINCT FROM (:state, CAST(:port AS integer), CAST(:pid AS bigint))
                """)
            .bind("project", process.project().value())
            .bind("generation", process.generation())
            .bind("node", node)
            .bind("state", process.state().name())
            .bind("port", process.port().isPresent() ? (Integer) process.port().getAsInt() : null)
            .bind("pid", process.pid().isPresent() ? (Long) process.pid().getAsLong() : null)
            .bind("now", now)
            .execute()
        == 1;
  }

  /** Remembers the port of a process that became READY. */
  static void rememberPort(Handle transaction, ProcessSnapshot process, String node, Instant now) {
    if (process.port().isEmpty()) {
      return;
    }
    transaction.execute(
        """
        INSERT INTO port_history (project, node, port, generation, at) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT DO NOTHING
        """,
        process.project().value(),
        node,
        process.port().getAsInt(),
        process.generation(),
        now);
    transaction.execute(
        """
        DELETE FROM port_history WHERE project = ? AND id <=
          (SELECT id FROM port_history WHERE project = ? ORDER BY id DESC OFFSET ? LIMIT 1)
        """,
        process.project().value(),
        process.project().value(),
        PORTS_KEPT);
  }

  static OptionalInt lastPort(Handle transaction, ProjectId project, String node) {
    Optional<Integer> port =
        transaction
            .createQuery(
                "SELECT port FROM port_history WHERE project = :project AND node = :node"
                    + " ORDER BY id DESC LIMIT 1")
            .bind("project", project.value())
            .bind("node", node)
            .mapTo(Integer.class)
            .findOne();
    return port.isPresent() ? OptionalInt.of(port.get()) : OptionalInt.empty();
  }

  /** The processes that this node should have, by the last thing that was written of them. */
  static List<Placed> live(Handle transaction, String node) {
    List<String> states =
        List.of(ProcessState.values()).stream()
            .filter(ProcessState::mayHaveProcess)
            .map(Enum::name)
            .toList();
    return transaction
        .createQuery(
            """
            SELECT placement.project, generation FROM placement
            JOIN project ON project.id = placement.project AND project.removing IS NULL
            WHERE node = :node AND state IN (<states>) ORDER BY placement.project
            """)
        .bind("node", node)
        .bindList("states", states)
        .map((row, context) -> new Placed(new ProjectId(row.getString(1)), row.getLong(2)))
        .list();
  }

  /** A process that was wanted, and is not there any more. */
  static void gone(Handle transaction, ProjectId project, String node, Instant now) {
    transaction.execute(
        "UPDATE placement SET state = 'STOPPED', port = NULL, pid = NULL, updated_at = ?"
            + " WHERE project = ? AND node = ?",
        now,
        project.value(),
        node);
  }
}
