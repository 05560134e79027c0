package io.berth.gateway.socket;

import io.berth.connector.api.KmException;
import io.berth.gateway.json.JsonView;
import io.berth.gateway.problem.ProblemDetail;
import io.berth.gateway.work.WorkJson;
import io.berth.lifecycle.agent.AgentId;
import io.berth.lifecycle.claim.Heartbeats;
import io.berth.lifecycle.claim.Heartbeats.Beat;
import io.berth.lifecycle.claim.Heartbeats.Heard;
import io.berth.lifecycle.presence.Presence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/**
 * The heartbeats of all agents, written together each round, and who is connected. Agents add
 * theirs on any thread; one thread of the node calls {@link #round}. An answer means that it is
 * durable.
 */
final class Pulse {
  /**
   * A heartbeat that waits for its round.
   *
   * @param id the client's own number of the message
   * @param stale what to do when the claim that it names is over
   */
  record Waiting(
      AgentConnection connection,
      Optional<String> id,
      Beat beat,
      Consumer<AgentConnection> stale) {}

  private final AgentConnections connections;
  private final Heartbeats heartbeats;
  private final Presence presence;
  private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();

  Pulse(AgentConnections connections, Heartbeats heartbeats, Presence presence) {
    this.connections = connections;
    this.heartbeats = heartbeats;
    this.presence = presence;
  }

  /** Takes one; false when too many of this agent wait. */
  boolean add(Waiting beat) {
    return beat.connection().beat() && waiting.add(beat);
  }

  /** Writes what has come since. */
  void round() throws KmException {
    List<Waiting> now = new ArrayList<>();
    for (Waiting one = waiting.poll(); one != null; one = waiting.poll()) {
      one.connection().beaten();
      now.add(one);
    }
    try {
      answer(now, heartbeats.beat(now.stream().map(Waiting::beat).toList()));
    } catch (KmException e) {
      ProblemDetail problem = ProblemDetail.of(e, Optional.empty());
      now.forEach(one -> one.connection().send(SocketJson.error(one.id(), problem)));
      throw e;
    } finally {
      tell(now);
    }
  }

  private void tell(List<Waiting> now) throws KmException {
    Set<AgentId> changed = connections.changes();
    Set<AgentId> here = new HashSet<>();
    Set<AgentId> gone = new HashSet<>();
    changed.forEach(agent -> (connections.of(agent).isPresent() ? here : gone).add(agent));
    Set<AgentId> heard = new HashSet<>();
    now.forEach(one -> heard.add(one.beat().agent()));
    try {
      presence.tell(new Presence.Round(here, gone, heard));
    } catch (KmException e) {
      changed.forEach(connections::change);
      throw e;
    }
  }

  private static void answer(List<Waiting> asked, List<Heard> heard) {
    Map<AgentId, List<Heard>> byAgent = new HashMap<>();
    heard.forEach(h -> byAgent.computeIfAbsent(h.agent(), a -> new ArrayList<>()).add(h));
    for (Waiting one : asked) {
      List<Heard> held =
          byAgent.getOrDefault(one.beat().agent(), List.of()).stream()
              .filter(h -> concerns(one.beat(), h))
              .toList();
      if (held.isEmpty() && one.beat().task().isPresent()) {
        one.stale().accept(one.connection());
      } else {
        one.connection()
            .send(
                SocketJson.reply(
                    "progress_acknowledged",
                    one.id(),
                    new JsonView()
                        .flag("success", true)
                        .text("message", "Heard")
                        .views("tasks", held, h -> WorkJson.receipt(h.receipt(), "Heard"))
                        .build()));
      }
    }
  }

  private static boolean concerns(Beat beat, Heard heard) {
    return beat.task().map(heard.receipt().task()::equals).orElse(true)
        && (beat.attempt().isEmpty() || beat.attempt().getAsInt() == heard.receipt().attempt());
  }
}
