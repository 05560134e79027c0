package io.berth.gateway.socket;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.gateway.security.Caller;
import io.berth.gateway.security.Grants;
import io.berth.gateway.security.Role;
import io.berth.gateway.security.TokenRejected;
import io.berth.gateway.work.AgentDesk;
import io.berth.lifecycle.agent.AgentId;
import io.berth.lifecycle.claim.Heartbeats;
import io.berth.lifecycle.claim.Offer;
import io.berth.lifecycle.claim.Receipt;
import io.berth.lifecycle.claim.Report;
import io.berth.lifecycle.presence.AgentSignal;
import io.berth.lifecycle.presence.AgentSignals;
import io.berth.lifecycle.presence.Presence;
import io.berth.lifecycle.settings.BerthSettings;
import io.berth.lifecycle.task.TaskId;
import io.berth.lifecycle.task.TaskState;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;

/** All of a node's sockets over hand-written fakes; the test runs the steps and the rounds. */
final class Sockets {
  final Deque<Runnable> steps = new ArrayDeque<>();
  final List<Report> reports = new ArrayList<>();
  final List<CompletableFuture<Offer>> waits = new ArrayList<>();
  final List<List<Heartbeats.Beat>> beats = new ArrayList<>();
  final List<Heartbeats.Heard> held = new ArrayList<>();
  final List<AgentSignal> signals = new ArrayList<>();
  final List<Presence.Round> rounds = new ArrayList<>();
  final Set<String> revoked = new HashSet<>();
  boolean full;
  boolean down;
  long now;

  final AgentConnections connections = new AgentConnections(3);
  final EventPump pump = new EventPump(connections, new Signals(), 64);
  final Pulse pulse = new Pulse(connections, this::beat, new Told());
  final Upkeep upkeep = new Upkeep(connections, this::check, () -> now);
  private final AgentDesk desk =
      new AgentDesk(
          null,
          (wish, wait) -> {
            CompletableFuture<Offer> offer = new CompletableFuture<>();
            waits.add(offer);
            return offer;
          },
          this::take,
          null,
          null,
          agent -> {});
  final AgentSockets sockets =
      new AgentSockets(
          new BerthSettings.AgentSockets(3, 65_536, 64),
          connections,
          pump,
          new MessageDesk(desk, pulse, connections, pump, caller -> Optional.empty()),
          upkeep,
          step -> {
            if (full) {
              throw new RejectedExecutionException("full");
            }
            steps.add(step);
          },
          () -> now);

  Sockets() throws KmException {
    pump.turn();
  }

  /** An agent's end. */
  record Client(FakeWire wire, Optional<AgentConnection> connection, Sockets all) {
    void say(String json) {
      all.sockets.received(connection.orElseThrow(), json);
      all.work();
    }
  }

  Client open(String agent) {
    return open(agent, Optional.empty());
  }

  Client open(String agent, Optional<Long> seen) {
    FakeWire wire = new FakeWire();
    Caller caller = new Caller(agent, Set.of(Role.AGENT), Grants.of(List.of("alpha")), Instant.MAX);
    return new Client(wire, sockets.opened(new AgentId(agent), caller, wire, seen), this);
  }

  void work() {
    while (!steps.isEmpty()) {
      steps.poll().run();
    }
  }

  void signal(long number, String agent) {
    signals.add(
        new AgentSignal(
            number, new AgentId(agent), TaskId.of("alpha-1"), 1, "cancelled", "", Instant.EPOCH));
  }

  static Receipt receipt(String task, int attempt) {
    return new Receipt(
        TaskId.of(task),
        TaskState.IN_PROGRESS,
        attempt,
        Optional.of(Instant.EPOCH),
        false,
        false,
        false);
  }

  private void mayFail() throws KmException {
    if (down) {
      throw new KmException(Problem.UNAVAILABLE, "no database");
    }
  }

  private Receipt take(Report report) throws KmException {
    mayFail();
    reports.add(report);
    if (report.attempt().orElse(1) != 1) {
      throw new KmException(Problem.STALE_ATTEMPT, "attempt " + report.attempt() + " is over");
    }
    return receipt(report.task().toString(), 1);
  }

  private List<Heartbeats.Heard> beat(List<Heartbeats.Beat> all) throws KmException {
    mayFail();
    beats.add(all);
    return List.copyOf(held);
  }

  private void check(Caller caller) throws TokenRejected, KmException {
    mayFail();
    if (revoked.contains(caller.subject())) {
      throw new TokenRejected("the token was revoked");
    }
  }

  private final class Told implements Presence {
    @Override
    public void tell(Round round) throws KmException {
      mayFail();
      rounds.add(round);
    }

    @Override
    public void nobody() {
      rounds.clear();
    }
  }

  private final class Signals implements AgentSignals {
    @Override
    public long newest() throws KmException {
      mayFail();
      return signals.stream().mapToLong(AgentSignal::number).max().orElse(0);
    }

    @Override
    public List<AgentSignal> between(long after, long upTo, int most) {
      return signals.stream()
          .filter(s -> s.number() > after && s.number() <= upTo)
          .limit(most)
          .toList();
    }

    @Override
    public List<AgentSignal> missed(List<Listener> listeners, long upTo, int mostEach) {
      return listeners.stream()
          .flatMap(
              l ->
                  between(l.heard(), upTo, 10_000).stream()
                      .filter(s -> s.agent().equals(l.agent()))
                      .limit(mostEach))
          .toList();
    }
  }
}
