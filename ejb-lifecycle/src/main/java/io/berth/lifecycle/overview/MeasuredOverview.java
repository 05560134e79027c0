package io.berth.lifecycle.overview;

import io.berth.connector.api.KmException;
import io.berth.connector.api.KmProcesses;
import io.berth.connector.api.ProcessSnapshot;
import io.berth.connector.api.ProcessState;
import io.berth.connector.api.Usage;
import io.berth.connector.api.WarmPoolUse;
import io.berth.lifecycle.connector.Connector;
import io.berth.lifecycle.database.Database;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Adds up the numbers from the adapter, {@code /proc} and PostgreSQL. Any thread. */
public final class MeasuredOverview implements SystemOverview {
  private static final int STARTS = 100;

  private record Stored(long projects, double averageStart, long idleStops) {}

  private final Connector connector;
  private final Database database;
  private final String node;
  private final InstantSource clock;

  public MeasuredOverview(
      Connector connector, Database database, String node, InstantSource clock) {
    this.connector = connector;
    this.database = database;
    this.node = node;
    this.clock = clock;
  }

  @Override
  public Overview now() throws KmException {
    Instant now = clock.instant();
    Stored stored = database.transact(t -> stored(t, now));
    KmProcesses processes = connector.processes();
    Map<ProcessState, Long> states = byState(processes.snapshots(), stored.projects);
    Collection<Usage> usage = processes.usage().values();
    long memory = usage.stream().mapToLong(Usage::pssBytes).sum();
    WarmPoolUse warm = processes.warmPool();
    Runtime heap = Runtime.getRuntime();
    return new Overview(
        now,
        stored.projects,
        states,
        memory + warm.pssBytes(),
        saved(stored.projects, memory, usage.size()),
        stored.averageStart,
        stored.idleStops,
        processes.ports(),
        List.of(node),
        heap.totalMemory() - heap.freeMemory(),
        warm);
  }

  /** What the sleeping projects would take, by the average of those that were measured. */
  static long saved(long projects, long memory, int measured) {
    return measured == 0 ? 0 : memory / measured * Math.max(0, projects - measured);
  }

  static Map<ProcessState, Long> byState(List<ProcessSnapshot> slots, long projects) {
    Map<ProcessState, Long> states = new EnumMap<>(ProcessState.class);
    for (ProcessState state : ProcessState.values()) {
      states.put(state, slots.stream().filter(slot -> slot.state() == state).count());
    }
    long withoutSlot = Math.max(0, projects - slots.size());
    states.merge(ProcessState.STOPPED, withoutSlot, Long::sum);
    return states;
  }

  private static Stored stored(Handle transaction, Instant now) {
    return transaction
        .createQuery(
            """
            SELECT (SELECT count(*) FROM project WHERE removing IS NULL),
              (SELECT coalesce(avg(millis), 0) FROM
                (SELECT CAST(details ->> 'startMillis' AS double precision) AS millis
                 FROM lifecycle_event WHERE kind = 'process.ready' ORDER BY id DESC LIMIT :starts) s),
              (SELECT count(*) FROM lifecycle_event
               WHERE kind = 'process.stopped' AND reason IN ('idle', 'unused') AND at > :since)
            """)
        .bind("starts", STARTS)
        .bind("since", Timestamp.from(now.minus(Duration.ofDays(1))))
        .map((row, c) -> new Stored(row.getLong(1), row.getDouble(2), row.getLong(3)))
        .one();
  }
}
