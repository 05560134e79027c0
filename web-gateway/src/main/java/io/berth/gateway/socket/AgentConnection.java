package io.berth.gateway.socket;

import io.berth.gateway.security.Caller;
import io.berth.lifecycle.agent.AgentId;
import io.berth.lifecycle.claim.Offer;
import io.berth.lifecycle.task.TaskId;
import jakarta.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * One agent's connection: what goes out, what is under way, what was handed out through it.
 * Thread-safe, except for the place in the events, which is the event pump's.
 */
final class AgentConnection {
  private static final int MOST_ATTEMPTS = 100;

  private final AgentId agent;
  private final Caller caller;
  private final Wire wire;
  private final SendQueue queue;
  private final Lane lane;
  private final Map<TaskId, Integer> attempts = new LinkedHashMap<>(4);
  private CompletableFuture<Offer> wait;
  private int mistakes;
  private int beats;
  private boolean over;
  private volatile long heardAt;
  private volatile int asked;
  private long seenNumber;

  AgentConnection(AgentId agent, Caller caller, Wire wire, int most, Executor executor) {
    this.agent = agent;
    this.caller = caller;
    this.wire = wire;
    this.queue =
        new SendQueue(
            wire,
            most,
            () -> end(CloseCode.SLOW_CONSUMER, "slow-consumer: " + most + " messages waited"),
            () -> end(CloseCode.GOING_AWAY, "a message could not be sent"));
    this.lane = new Lane(executor);
  }

  AgentId agent() {
    return agent;
  }

  Caller caller() {
    return caller;
  }

  void send(JsonObject message) {
    queue.send(message.toString());
  }

  boolean offer(Runnable step) {
    return lane.offer(step);
  }

  /** Asks whether it is there. */
  void ping() {
    asked++;
    wire.ping();
  }

  /** How often it was asked since it was last heard. */
  int asked() {
    return asked;
  }

  /** Ends it; what was asked for and not begun is not done, what waits to go out is not sent. */
  void end(CloseCode code, String reason) {
    release();
    wire.close(code.number(), reason);
  }

  /** Ends it like {@link #end}, but lets it hear first what waits: there it stands why. */
  void endWhenTold(CloseCode code, String reason) {
    stop();
    queue.finish(() -> wire.close(code.number(), reason));
  }

  /** It has ended: nobody waits for a task here any more. */
  void release() {
    queue.close();
    stop();
  }

  private void stop() {
    CompletableFuture<Offer> waiting;
    synchronized (this) {
      over = true;
      waiting = wait;
      wait = null;
    }
    lane.close();
    if (waiting != null) {
      waiting.cancel(false);
    }
  }

  /** A wish that waits; withdrawn when the connection ends. */
  void waits(CompletableFuture<Offer> wish) {
    boolean late;
    synchronized (this) {
      late = over;
      wait = wish;
    }
    if (late) {
      wish.cancel(false);
    }
  }

  /** What was handed out here. */
  synchronized void holds(TaskId task, int attempt) {
    attempts.remove(task);
    attempts.put(task, attempt);
    if (attempts.size() > MOST_ATTEMPTS) {
      attempts.remove(attempts.keySet().iterator().next());
    }
  }

  synchronized OptionalInt attempt(TaskId task) {
    Integer known = attempts.get(task);
    return known == null ? OptionalInt.empty() : OptionalInt.of(known);
  }

  /** Something came that is no message; returns how many in a row. */
  synchronized int mistake() {
    return ++mistakes;
  }

  synchronized void understood() {
    mistakes = 0;
  }

  /** A heartbeat waits for its round; false when too many do. */
  synchronized boolean beat() {
    if (beats >= Lane.MOST) {
      return false;
    }
    beats++;
    return true;
  }

  synchronized void beaten() {
    beats--;
  }

  void heard(long nanos) {
    heardAt = nanos;
    asked = 0;
  }

  long heardAt() {
    return heardAt;
  }

  /** The number up to which it was told; used by the event pump. */
  long seenNumber() {
    return seenNumber;
  }

  void seen(long number) {
    seenNumber = number;
  }

  /** Whether it takes more events now without being in danger of being too slow. */
  boolean hasRoom(int messages, int most) {
    return queue.size() + messages <= most;
  }
}
