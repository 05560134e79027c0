package io.berth.connector.host;

import io.berth.connector.install.KmKind;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * The shared processes of this node and who has a seat in which. A seat is taken before a project
 * is opened and left after it is closed, so a process without seats can be ended. Starts happen on
 * the threads of those who need one, one at a time; the lock is never held while a process is asked
 * for anything.
 */
public final class Hosts {
  private static final Logger LOG = System.getLogger(Hosts.class.getName());

  /** An empty process is kept for a while, for whoever comes next. */
  private static final Duration LINGER = Duration.ofSeconds(60);

  private final HostStarter starter;
  private final LongSupplier nanos;
  private final ReentrantLock starting = new ReentrantLock();
  private final List<Host> hosts = new ArrayList<>();

  public Hosts(HostStarter starter, LongSupplier nanos) {
    this.starter = starter;
    this.nanos = nanos;
  }

  /** A process with those who have a seat in it; guarded by the monitor of this class's object. */
  private static final class Host {
    private final HostProcess process;
    private final Set<String> seats = new HashSet<>();
    private long emptySince;
    private boolean ending;

    Host(HostProcess process, long now) {
      this.process = process;
      this.emptySince = now;
    }
  }

  /**
   * A seat in a process of this kind; a process is started if there is none with room.
   *
   * @throws IOException when none can be started
   */
  public HostProcess take(KmKind kind, String seat) throws IOException, InterruptedException {
    Optional<HostProcess> there = seated(kind, seat);
    if (there.isPresent()) {
      return there.get();
    }
    starting.lockInterruptibly();
    try {
      there = seated(kind, seat);
      if (there.isPresent()) {
        return there.get();
      }
      HostProcess made = starter.start(kind);
      adopt(made, Set.of(seat));
      return made;
    } finally {
      starting.unlock();
    }
  }

  private synchronized Optional<HostProcess> seated(KmKind kind, String seat) {
    // why the fullest: so that the others can run empty
    Optional<Host> host =
        hosts.stream()
            .filter(h -> !h.ending && h.process.kind().equals(kind))
            .filter(h -> h.seats.size() < starter.most() && h.process.runs())
            .max(Comparator.comparingInt(h -> h.seats.size()));
    host.ifPresent(h -> h.seats.add(seat));
    return host.map(h -> h.process);
  }

  /** A process with these projects open. */
  public synchronized void adopt(HostProcess process, Set<String> seats) {
    Host host = new Host(process, nanos.getAsLong());
    host.seats.addAll(seats);
    hosts.add(host);
  }

  /** The process with this pid. */
  public synchronized Optional<HostProcess> of(long pid) {
    return hosts.stream()
        .map(host -> host.process)
        .filter(process -> process.group().leader().pid() == pid)
        .findFirst();
  }

  /** Gives a seat back, after its project was closed, or was not opened. */
  public synchronized void leave(HostProcess process, String seat) {
    for (Host host : hosts) {
      if (host.process.equals(process) && host.seats.remove(seat)) {
        host.emptySince = nanos.getAsLong();
      }
    }
  }

  /** Ends a process with all that is open in it; false when it survives. */
  public boolean end(HostProcess process, String why) {
    LOG.log(Level.WARNING, process + " is ended: " + why + starter.said(process));
    synchronized (this) {
      hosts.stream().filter(h -> h.process.equals(process)).forEach(h -> h.ending = true);
    }
    return gone(process);
  }

  /** A process ended by itself: makes sure that nothing of it is left. */
  public boolean lost(HostProcess process) {
    boolean news = false;
    synchronized (this) {
      for (Host host : hosts) {
        news |= host.process.equals(process) && !host.ending;
        host.ending |= host.process.equals(process);
      }
    }
    if (news) {
      LOG.log(Level.WARNING, process + " ended by itself" + starter.said(process));
    }
    return gone(process);
  }

  private boolean gone(HostProcess process) {
    boolean dead = starter.end(process);
    if (dead) {
      synchronized (this) {
        hosts.removeIf(host -> host.process.equals(process));
      }
    }
    return dead;
  }

  /**
   * Ends what nobody has used for a while, and forgets what is dead. Blocks; called by a worker.
   */
  public void tidy() {
    long now = nanos.getAsLong();
    List<Host> idle;
    synchronized (this) {
      idle =
          hosts.stream()
              .filter(h -> h.seats.isEmpty())
              .filter(h -> now - h.emptySince > LINGER.toNanos() || !h.process.runs())
              .toList();
      idle.forEach(host -> host.ending = true);
    }
    idle.forEach(host -> gone(host.process));
  }

  /** Ends every process that nobody is in, at once. */
  public void endEmpty() {
    List<Host> empty;
    synchronized (this) {
      empty = hosts.stream().filter(host -> host.seats.isEmpty()).toList();
      empty.forEach(host -> host.ending = true);
    }
    empty.forEach(host -> gone(host.process));
  }

  /** Keeps the output of every process from growing without end. */
  public void boundLogs(long mostBytes) {
    List<HostProcess> all;
    synchronized (this) {
      all = hosts.stream().map(host -> host.process).toList();
    }
    for (HostProcess process : all) {
      try {
        starter.boundLog(process, mostBytes);
      } catch (IOException | RuntimeException e) {
        LOG.log(Level.WARNING, "the output of " + process + " cannot be bounded", e);
      }
    }
  }
}
