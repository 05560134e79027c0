package io.berth.lifecycle.idle;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.database.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Promises of workloads that they are still working. Decided from memory; stored, so that a restart
 * of the server does not stop a busy project. What is stored ends half a lifetime later than what
 * was promised, so that most renewals write nothing. Bounded for each project; any thread, blocks
 * only to write.
 */
public final class BusyLeases {
  static final Duration LONGEST = Duration.ofDays(1);
  static final int MOST_PER_PROJECT = 100;
  private static final int LONGEST_HOLDER = 200;

  /** A lease in memory, and the end that is stored for it. */
  private record Lease(Instant end, Instant stored) {}

  private final Map<ProjectId, Map<String, Lease>> leases = new ConcurrentHashMap<>();
  private final LeaseStore store;
  private final InstantSource clock;

  /** Stored in this database. */
  public BusyLeases(Database database, InstantSource clock) {
    this(new StoredLeases(database), clock);
  }

  BusyLeases(LeaseStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Takes up what was promised before this server started. Called by the boot. */
  public void restore() throws KmException {
    for (LeaseStore.Stored lease : store.endingAfter(clock.instant().minus(LONGEST))) {
      change(
          lease.project(),
          held -> held.putIfAbsent(lease.holder(), new Lease(lease.end(), lease.end())));
    }
  }

  /** Takes or renews a lease: it holds at once, and is durable when this returns. */
  public void hold(ProjectId project, String holder, Duration ttl) throws KmException {
    check(holder, ttl);
    Instant end = clock.instant().plus(ttl);
    Lease lease = change(project, held -> take(held, holder, end)).get(holder);
    if (lease == null) {
      throw new KmException(
          Problem.OVERLOADED,
          "project "
              + project
              + " has "
              + MOST_PER_PROJECT
              + " busy leases already; end some first");
    }
    if (lease.stored().isBefore(end)) {
      Instant later = end.plus(ttl.dividedBy(2));
      store.write(new LeaseStore.Stored(project, holder, later));
      change(
          project,
          held -> held.computeIfPresent(holder, (name, taken) -> new Lease(taken.end(), later)));
    }
  }

  private void take(Map<String, Lease> held, String holder, Instant end) {
    Instant now = clock.instant();
    held.values().removeIf(lease -> lease.end().isBefore(now.minus(LONGEST)));
    if (held.size() >= MOST_PER_PROJECT) {
      held.values().removeIf(lease -> !lease.end().isAfter(now));
    }
    Lease before = held.get(holder);
    if (before != null || held.size() < MOST_PER_PROJECT) {
      held.put(holder, new Lease(end, before == null ? Instant.MIN : before.stored()));
    }
  }

  private static void check(String holder, Duration ttl) throws KmException {
    if (ttl == null || ttl.isZero() || ttl.isNegative() || ttl.compareTo(LONGEST) > 0) {
      throw new KmException(
          Problem.INVALID, "ttl must be longer than zero and at most " + LONGEST + ", like PT10M");
    }
    if (holder == null || holder.isBlank() || holder.length() > LONGEST_HOLDER) {
      throw new KmException(
          Problem.INVALID, "the holder's name must be 1 to " + LONGEST_HOLDER + " characters");
    }
  }

  /** Ends a lease now; the project was busy until this moment. */
  public void release(ProjectId project, String holder) throws KmException {
    Instant now = clock.instant();
    Map<String, Lease> held =
        change(
            project,
            all ->
                all.computeIfPresent(
                    holder,
                    (name, lease) ->
                        new Lease(lease.end().isAfter(now) ? now : lease.end(), Instant.MIN)));
    if (held.containsKey(holder)) {
      store.remove(project, holder);
    }
  }

  /** The end of the latest lease, in the future or the past. */
  public Optional<Instant> busyUntil(ProjectId project) {
    return leases.getOrDefault(project, Map.of()).values().stream()
        .map(Lease::end)
        .max(Comparator.naturalOrder());
  }

  /** Forgets leases that ended long ago. Called by the maintenance timer. */
  public void forgetOld() throws KmException {
    Instant old = clock.instant().minus(LONGEST);
    leases
        .values()
        .removeIf(held -> held.values().stream().allMatch(lease -> lease.end().isBefore(old)));
    store.trim(old);
  }

  private interface Change {
    void to(Map<String, Lease> held);
  }

  /** Replaces the leases of a project as a whole, so that readers need no lock. */
  private Map<String, Lease> change(ProjectId project, Change change) {
    return leases.compute(
        project,
        (id, before) -> {
          Map<String, Lease> after = before == null ? new HashMap<>() : new HashMap<>(before);
          change.to(after);
          return Map.copyOf(after);
        });
  }
}
