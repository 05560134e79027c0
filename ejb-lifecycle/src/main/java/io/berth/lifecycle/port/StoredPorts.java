package io.berth.lifecycle.port;

import io.berth.connector.api.KmException;
import io.berth.connector.api.KmProcesses;
import io.berth.connector.api.PortLedger;
import io.berth.connector.api.PortUse;
import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.connector.Connector;
import io.berth.lifecycle.database.Database;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * The ports in PostgreSQL: reservations, by which the nodes of one host keep out of each other's
 * way, and the history. A reservation is made by a start, given up with the event of the end, and
 * confirmed by a timer, which also mends what was missed while the database was away.
 */
public final class StoredPorts implements PortLedger, PortHistory {
  private static final int MOST = 50;

  /** Ages are taken by the clock of the database: those of nodes may differ. */
  private static final String STALE = "port_reservation.seen_at < now() - interval '5 minutes'";

  private static final String HOLDER = "SELECT port, project, node, generation, at, until FROM ";

  private final Database database;
  private final Connector connector;
  private final String node;

  public StoredPorts(Database database, Connector connector, String node) {
    this.database = database;
    this.connector = connector;
    this.node = node;
  }

  @Override
  public boolean reserve(String host, int port, ProjectId project, long generation)
      throws KmException {
    // why asynchronous: a cold start need not wait for the disk; a row that is lost with the
    // database is written again by the next confirmation
    return database.transact(
        t ->
            t.createUpdate(
                        """
                        INSERT INTO port_reservation AS port_reservation (host, port, node, project, generation)
                        SELECT :host, :port, :node, :project, :generation
                        FROM set_config('synchronous_commit', 'off', true)
                        ON CONFLICT (host, port) DO UPDATE
                        SET node = excluded.node, project = excluded.project,
                            generation = excluded.generation, reserved_at = now(), seen_at = now()
                        WHERE port_reservation.node = excluded.node OR
                        """
                            + STALE)
                    .bind("host", host)
                    .bind("port", port)
                    .bind("node", node)
                    .bind("project", project.value())
                    .bind("generation", generation)
                    .execute()
                == 1);
  }

  /** Ports of this node in the order they were given back, oldest first. */
  public List<Integer> lastUsed() throws KmException {
    return database.transact(
        t ->
            t.createQuery(
                    "SELECT port FROM port_history WHERE node = :node GROUP BY port"
                        + " ORDER BY max(coalesce(until, at)), port")
                .bind("node", node)
                .mapTo(Integer.class)
                .list());
  }

  /**
   * Brings the reservations of this node in line with what the adapter holds. A young row is left
   * alone: its start may have begun after the adapter was asked.
   */
  public void confirm() throws KmException {
    KmProcesses processes = connector.processes();
    TreeMap<Integer, ProjectId> held = new TreeMap<>();
    for (PortUse range : processes.ports()) {
      held.putAll(range.used());
    }
    String ports = join(held.keySet());
    String projects = join(held.values());
    String host = processes.host();
    database.transact(
        t -> {
          t.execute(
              """
              DELETE FROM port_reservation
              WHERE (node = ? AND reserved_at < now() - interval '2 minutes'
                     AND NOT (host = ? AND port = ANY (CAST(string_to_array(?, ',') AS integer[]))))
                 OR seen_at < now() - interval '1 day'
              """,
              node,
              host,
              ports);
          return t.execute(
              """
              INSERT INTO port_reservation AS port_reservation (host, port, node, project, generation)
              SELECT ?, held.port, ?, held.project, coalesce(placement.generation, 0)
              FROM unnest(CAST(string_to_array(?, ',') AS integer[]), string_to_array(?, ','))
                AS held (port, project)
              LEFT JOIN placement ON placement.project = held.project
              ON CONFLICT (host, port) DO UPDATE SET seen_at = now(), node = excluded.node,
                project = excluded.project, generation = excluded.generation
              WHERE port_reservation.node = excluded.node OR
              """
                  + STALE,
              host,
              node,
              ports,
              projects);
        });
  }

  private static String join(Collection<?> values) {
    return values.stream().map(Object::toString).collect(Collectors.joining(","));
  }

  /** It is READY on its port: others that its start tried first are free. */
  public static void ready(
      Handle transaction, ProjectId project, long generation, String node, OptionalInt port) {
    transaction.execute(
        "DELETE FROM port_reservation WHERE node = ? AND project = ?"
            + " AND (generation < ? OR (generation = ? AND port <> ?))",
        node,
        project.value(),
        generation,
        generation,
        port.orElse(0));
  }

  /** Its process is gone: so are its reservations, and its history says until when. */
  public static void ended(
      Handle transaction, ProjectId project, long generation, String node, Instant at) {
    transaction.execute(
        "DELETE FROM port_reservation WHERE node = ? AND project = ? AND generation <= ?",
        node,
        project.value(),
        generation);
    transaction.execute(
        "UPDATE port_history SET until = ? WHERE project = ? AND node = ? AND generation <= ?"
            + " AND until IS NULL",
        at,
        project.value(),
        node,
        generation);
  }

  @Override
  public List<PortHolder> ofProject(ProjectId project) throws KmException {
    String sql = HOLDER + "port_history WHERE project = :project ORDER BY id DESC LIMIT " + MOST;
    return database.transact(t -> holders(t.createQuery(sql).bind("project", project.value())));
  }

  @Override
  public List<PortHolder> holders(OptionalInt port) throws KmException {
    String one = HOLDER + "port_history WHERE port = :port ORDER BY id DESC LIMIT " + MOST;
    String each =
        HOLDER
            + "(SELECT DISTINCT ON (port, node) * FROM port_history ORDER BY port, node, id DESC) h"
            + " ORDER BY port, node LIMIT 2000";
    return database.transact(
        t ->
            holders(
                port.isPresent()
                    ? t.createQuery(one).bind("port", port.getAsInt())
                    : t.createQuery(each)));
  }

  @Override
  public List<Elsewhere> elsewhere() throws KmException {
    String host = connector.processes().host();
    return database.transact(
        t ->
            t.createQuery(
                    "SELECT port, node, project FROM port_reservation"
                        + " WHERE host = :host AND node <> :node ORDER BY port")
                .bind("host", host)
                .bind("node", node)
                .map(
                    (row, c) ->
                        new Elsewhere(
                            row.getInt(1), row.getString(2), new ProjectId(row.getString(3))))
                .list());
  }

  private static List<PortHolder> holders(Query query) {
    return query
        .map(
            (row, context) ->
                new PortHolder(
                    row.getInt("port"),
                    new ProjectId(row.getString("project")),
                    row.getString("node"),
                    row.getLong("generation"),
                    row.getTimestamp("at").toInstant(),
                    Optional.ofNullable(row.getTimestamp("until"))
                        .map(java.sql.Timestamp::toInstant)))
        .list();
  }
}
