package io.berth.connector.port;

import io.berth.connector.api.KmException;
import io.berth.connector.api.PortLedger;
import io.berth.connector.api.PortPlan;
import io.berth.connector.api.PortRange;
import io.berth.connector.api.PortUse;
import io.berth.connector.api.ProjectId;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/**
 * Reserves one port per project: the project's last one if it can be had, else the first of {@link
 * PortOrder} that the operating system and the other nodes of this host leave to us. Thread-safe;
 * neither the ledger nor who hears the news is called under its lock.
 */
public final class PortAllocator {
  private static final Logger LOG = System.getLogger(PortAllocator.class.getName());

  /** A taken port is tried again after this, or when nothing else is left. */
  private static final Duration REST = Duration.ofMinutes(1);

  /** A port that somebody else had, when and for whom we met it. */
  private record Taken(long nanos, ProjectId metBy) {}

  private final PortPlan plan;
  private final IntPredicate free;
  private final LongSupplier nanos;
  private final NewsDesk news;
  private final Map<Integer, ProjectId> held = new HashMap<>();
  private final Map<Integer, Taken> taken = new HashMap<>();
  private final Set<Integer> reported = new HashSet<>();
  private final Set<Integer> neighbours = new HashSet<>();
  private final Map<Integer, Long> givenBack = new HashMap<>();
  private long givenBackCount;
  private ProjectId exhaustedFor;
  private volatile String host = "";
  private volatile PortLedger ledger = (on, port, project, generation) -> true;

  /**
   * @param free whether nothing listens on a port: {@link FreePort} outside tests
   * @param listener hears the news, one after the other
   */
  public PortAllocator(
      PortPlan plan, IntPredicate free, LongSupplier nanos, Consumer<PortNews> listener) {
    this.plan = plan;
    this.free = free;
    this.nanos = nanos;
    this.news = new NewsDesk(listener);
  }

  /**
   * Asks this ledger from now on.
   *
   * @param lastUsed ports in the order they were given back before our time; oldest first
   */
  public void agree(String onHost, PortLedger with, List<Integer> lastUsed) {
    host = onHost;
    ledger = with;
    synchronized (this) {
      for (int port : lastUsed) {
        givenBack.putIfAbsent(port, ++givenBackCount);
      }
    }
  }

  /** A port for this project alone, until {@link #release}; empty if every one is taken. */
  public OptionalInt reserve(ProjectId project, long generation, OptionalInt preferred) {
    Set<Integer> refused = new HashSet<>();
    OptionalInt port = hold(project, preferred, refused);
    while (port.isPresent() && !agreed(port.getAsInt(), project, generation)) {
      refused.add(port.getAsInt());
      drop(port.getAsInt(), project);
      port = hold(project, OptionalInt.empty(), refused);
    }
    note(port.isPresent(), project);
    news.tell();
    return port;
  }

  private synchronized OptionalInt hold(
      ProjectId project, OptionalInt preferred, Set<Integer> refused) {
    OptionalInt port = OptionalInt.empty();
    if (preferred.isPresent()
        && inRange(preferred.getAsInt())
        && !held.containsKey(preferred.getAsInt())
        && take(preferred.getAsInt(), project)) {
      port = preferred;
    }
    if (port.isEmpty()) {
      port = first(project, refused, false);
    }
    if (port.isEmpty()) {
      port = first(project, refused, true);
    }
    port.ifPresent(p -> held.put(p, project));
    return port;
  }

  private boolean agreed(int port, ProjectId project, long generation) {
    try {
      return ledger.reserve(host, port, project, generation);
    } catch (KmException | RuntimeException | LinkageError e) {
      // why go on: nobody listens there, and whoever came now would be found out before READY
      LOG.log(Level.WARNING, "port " + port + " is used without the ledger: " + e.getMessage());
      return true;
    }
  }

  /** Another node holds it: nothing listens there yet, and it is left alone for a while. */
  private synchronized void drop(int port, ProjectId project) {
    held.remove(port, project);
    taken.put(port, new Taken(nanos.getAsLong(), project));
    neighbours.add(port);
  }

  /** Notes that a running process, found after a restart, holds this port; false if taken. */
  public synchronized boolean claim(int port, ProjectId project) {
    ProjectId holder = held.putIfAbsent(port, project);
    return holder == null || holder.equals(project);
  }

  /** Gives a port back. Ignored if the project does not hold it. */
  public void release(int port, ProjectId project) {
    synchronized (this) {
      if (giveBack(port, project)) {
        note(true, project);
      }
    }
    news.tell();
  }

  /** Gives a port back on which somebody else turned out to listen. */
  public synchronized void stolen(int port, ProjectId project) {
    giveBack(port, project);
    taken.put(port, new Taken(nanos.getAsLong(), project));
  }

  private boolean giveBack(int port, ProjectId project) {
    boolean mine = held.remove(port, project);
    if (mine) {
      givenBack.put(port, ++givenBackCount);
    }
    return mine;
  }

  /** Who holds a port. */
  public synchronized Optional<ProjectId> holder(int port) {
    return Optional.ofNullable(held.get(port));
  }

  /** Whether this project cannot get a port, because projects hold every one. */
  public boolean refuses(ProjectId project) {
    synchronized (this) {
      if (!ports().allMatch(held::containsKey)) {
        return false;
      }
      note(false, project);
    }
    news.tell();
    return true;
  }

  /** Looks again at the ports that somebody else had, and finds out who that is. */
  public void lookAgain(Strangers strangers) {
    Set<Integer> unknown = new HashSet<>();
    synchronized (this) {
      for (int port : Set.copyOf(taken.keySet())) {
        ProjectId metBy = taken.get(port).metBy();
        if (free.test(port)) {
          forget(port, metBy);
          note(true, metBy);
        } else if (!reported.contains(port) && !neighbours.contains(port)) {
          unknown.add(port);
        }
      }
    }
    if (!unknown.isEmpty()) {
      Map<Integer, Strangers.Stranger> found = strangers.on(unknown);
      unknown.forEach(port -> judge(port, Optional.ofNullable(found.get(port))));
    }
    news.tell();
  }

  private synchronized void judge(int port, Optional<Strangers.Stranger> who) {
    Taken met = taken.get(port);
    if (met == null) {
      return;
    }
    if (who.filter(Strangers.Stranger::ours).isPresent()) {
      neighbours.add(port);
    } else if (reported.add(port)) {
      String name = who.map(Strangers.Stranger::name).orElse("a process that we may not look at");
      news.add(
          new PortNews(
              PortNews.Kind.FOREIGN,
              met.metBy(),
              "port " + port + " is taken by " + name + "; it is left out until that is gone"));
    }
  }

  /** The ports, range by range. */
  public synchronized List<PortUse> use() {
    return plan.ranges().stream().map(this::use).toList();
  }

  /** The ranges as an error shows them. */
  public String display() {
    return plan.ranges().toString();
  }

  private PortUse use(PortRange range) {
    Map<Integer, ProjectId> used = new HashMap<>(held);
    used.keySet().removeIf(port -> !range.contains(port));
    Set<Integer> others = new HashSet<>(taken.keySet());
    others.removeIf(port -> !range.contains(port) || neighbours.contains(port));
    return new PortUse(range, used, others);
  }

  private OptionalInt first(ProjectId project, Set<Integer> refused, boolean alsoTaken) {
    return PortOrder.of(plan, held.keySet(), givenBack).stream()
        .filter(port -> !refused.contains(port) && (alsoTaken || !rests(port)))
        .mapToInt(Integer::intValue)
        .filter(port -> take(port, project))
        .findFirst();
  }

  private boolean take(int port, ProjectId project) {
    if (!free.test(port)) {
      taken.put(port, new Taken(nanos.getAsLong(), project));
      return false;
    }
    forget(port, project);
    return true;
  }

  /** Nobody listens there any more. */
  private void forget(int port, ProjectId project) {
    taken.remove(port);
    neighbours.remove(port);
    if (reported.remove(port)) {
      news.add(new PortNews(PortNews.Kind.FREED, project, "port " + port + " is free again"));
    }
  }

  private synchronized void note(boolean available, ProjectId project) {
    if (!available && exhaustedFor == null) {
      exhaustedFor = project;
      String text = "no free port for " + project + " in " + display();
      news.add(new PortNews(PortNews.Kind.EXHAUSTED, project, text));
    } else if (available && exhaustedFor != null) {
      exhaustedFor = null;
      String text = "there is a free port again in " + display();
      news.add(new PortNews(PortNews.Kind.AVAILABLE, project, text));
    }
  }

  private boolean rests(int port) {
    Taken seen = taken.get(port);
    return seen != null && nanos.getAsLong() - seen.nanos() < REST.toNanos();
  }

  private boolean inRange(int port) {
    return plan.ranges().stream().anyMatch(range -> range.contains(port));
  }

  private IntStream ports() {
    return plan.ranges().stream().flatMapToInt(r -> IntStream.rangeClosed(r.first(), r.last()));
  }
}
