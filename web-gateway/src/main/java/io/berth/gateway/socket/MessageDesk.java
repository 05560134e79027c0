package io.berth.gateway.socket;

import io.berth.connector.api.KmException;
import io.berth.gateway.json.Builders;
import io.berth.gateway.json.JsonText;
import io.berth.gateway.problem.Failures;
import io.berth.gateway.problem.Incidents;
import io.berth.gateway.problem.ProblemDetail;
import io.berth.gateway.problem.ProblemException;
import io.berth.gateway.security.Action;
import io.berth.gateway.security.Caller;
import io.berth.gateway.work.Acting;
import io.berth.gateway.work.AgentDesk;
import io.berth.gateway.work.AgentJson;
import io.berth.gateway.work.WorkJson;
import io.berth.lifecycle.claim.Heartbeats.Beat;
import io.berth.lifecycle.claim.Offer;
import io.berth.lifecycle.settings.Nearest;
import io.berth.lifecycle.task.TaskId;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * What agents say, turned into calls of the {@link AgentDesk} and its answers into messages.
 * Messages come on container threads, which never wait here; whatever asks the database is done on
 * the connection's lane.
 */
final class MessageDesk {
  /** Messages in a row that are none, after which a connection is ended. */
  static final int MOST_MISTAKES = 5;

  private static final Set<String> TYPES =
      Set.of(
          "register",
          "request_task",
          "report_progress",
          "report_blocker",
          "release_task",
          "heartbeat",
          "ping");

  private static final Set<String> BEAT_FIELDS = Set.of("agent_id", "task_id", "attempt");

  /** A message whose frame was read. */
  private record Message(AgentConnection from, String type, Optional<String> id, JsonObject body) {
    Caller caller() {
      return from.caller();
    }

    void answer(String reply, JsonObject json) {
      from.send(SocketJson.reply(reply, id, json));
    }
  }

  /** A call of the desk. */
  private interface Step {
    void run() throws KmException;
  }

  private final AgentDesk desk;
  private final Pulse pulse;
  private final AgentConnections connections;
  private final EventPump events;
  private final Function<Caller, Optional<ProblemDetail>> rate;

  MessageDesk(
      AgentDesk desk,
      Pulse pulse,
      AgentConnections connections,
      EventPump events,
      Function<Caller, Optional<ProblemDetail>> rate) {
    this.desk = desk;
    this.pulse = pulse;
    this.connections = connections;
    this.events = events;
    this.rate = rate;
  }

  /** Takes a message. Never waits. */
  void received(AgentConnection from, String text) {
    Optional<ProblemDetail> early = rate.apply(from.caller());
    if (early.isPresent()) {
      from.send(SocketJson.error(Optional.empty(), early.get()));
      return;
    }
    Message message;
    try {
      message = read(from, text);
    } catch (ProblemException e) {
      from.send(SocketJson.error(Optional.empty(), e.problem()));
      if (from.mistake() >= MOST_MISTAKES) {
        from.endWhenTold(CloseCode.BROKEN_MESSAGES, MOST_MISTAKES + " messages in a row were none");
      }
      return;
    }
    from.understood();
    try {
      route(message);
    } catch (ProblemException e) {
      from.send(SocketJson.error(message.id, e.problem()));
    }
  }

  private static Message read(AgentConnection from, String text) {
    JsonObject json = JsonText.parse(text);
    JsonValue type = json.get("type");
    if (!(type instanceof JsonString name)) {
      throw invalid("a message needs a text 'type', one of " + String.join(", ", sorted()));
    }
    if (!TYPES.contains(name.getString())) {
      String shown = name.getString().substring(0, Math.min(60, name.getString().length()));
      throw invalid(
          "unknown type '"
              + shown
              + "': did you mean '"
              + Nearest.to(shown, TYPES)
              + "'? Known: "
              + String.join(", ", sorted()));
    }
    return new Message(from, name.getString(), id(json.get("id")), body(from, json));
  }

  private static Iterable<String> sorted() {
    return new java.util.TreeSet<>(TYPES);
  }

  private static Optional<String> id(JsonValue id) {
    if (id == null || id == JsonValue.NULL) {
      return Optional.empty();
    }
    String text =
        id instanceof JsonString name
            ? name.getString()
            : id instanceof JsonNumber number ? number.toString() : null;
    if (text == null || text.length() > 128) {
      throw invalid("'id' must be a text or number of at most 128 characters");
    }
    return Optional.of(text);
  }

  /** The fields of the management API: without those of the frame, and with the agent's name. */
  private static JsonObject body(AgentConnection from, JsonObject json) {
    JsonObjectBuilder body = Builders.object();
    json.forEach(
        (name, value) -> {
          if (!name.equals("type") && !name.equals("id")) {
            body.add(name, value);
          }
        });
    if (!json.containsKey("agent_id")) {
      body.add("agent_id", from.agent().value());
    }
    return body.build();
  }

  private void route(Message message) {
    if (message.body.get("agent_id") instanceof JsonString named
        && !named.getString().equals(message.from.agent().value())) {
      throw Acting.forbidden(
          "this is the connection of "
              + message.from.agent()
              + ": another agent needs a connection of its own");
    }
    switch (message.type) {
      case "ping" -> pong(message);
      case "heartbeat" -> heartbeat(message);
      case "register" -> work(message, () -> register(message));
      case "request_task" -> work(message, () -> request(message));
      case "report_progress" -> work(message, () -> progress(message));
      case "report_blocker" -> work(message, () -> blocker(message));
      default -> work(message, () -> release(message));
    }
  }

  private void pong(Message message) {
    String echo = message.body.get("echo") instanceof JsonString text ? text.getString() : "pong";
    message.from.send(SocketJson.pong(message.id, echo, events.number()));
  }

  private void work(Message message, Step step) {
    if (!message.from.offer(() -> run(message, step))) {
      throw busy();
    }
  }

  private static ProblemException busy() {
    return new ProblemException(
        ProblemDetail.of(
                "overloaded",
                503,
                "too many messages of this agent, or of all agents, are under way: send it again")
            .retryAfter(Duration.ofSeconds(1)));
  }

  private static void run(Message message, Step step) {
    try {
      step.run();
    } catch (KmException | RuntimeException e) {
      failed(message, e);
    }
  }

  private static void failed(Message message, Throwable thrown) {
    ProblemDetail problem =
        Failures.answer(thrown, Optional.empty())
            .orElseGet(() -> Incidents.report(thrown, "/ws/agent " + message.type));
    message.from.send(SocketJson.error(message.id, problem));
  }

  private void register(Message message) throws KmException {
    AgentDesk.Registration registration = desk.register(message.caller(), message.body);
    connections.change(message.from.agent());
    message.answer("registered", AgentJson.registered(registration).build());
  }

  /** why a wait without being asked: it costs no thread, and asking again costs a model its time */
  private void request(Message message) throws KmException {
    JsonObject wish = message.body;
    if (!wish.containsKey("wait")) {
      wish = Builders.object(wish).add("wait", AgentDesk.LONGEST_WAIT.toString()).build();
    }
    CompletableFuture<Offer> offer = desk.request(message.caller(), wish).toCompletableFuture();
    message.from.waits(offer);
    offer.whenComplete(
        (given, thrown) -> {
          if (thrown == null) {
            assigned(message, given);
          } else if (!offer.isCancelled()) {
            failed(message, thrown);
          }
        });
  }

  private static void assigned(Message message, Offer offer) {
    if (offer instanceof Offer.Work work) {
      message.from.holds(work.assignment().task().id(), work.assignment().attempt());
    }
    message.answer("task_assignment", WorkJson.offer(offer).build());
  }

  private void progress(Message message) throws KmException {
    message.answer(
        "progress_acknowledged",
        WorkJson.receipt(
                desk.progress(message.caller(), message.body, message.from::attempt),
                "Progress updated successfully")
            .build());
  }

  private void blocker(Message message) throws KmException {
    message.answer(
        "blocker_suggestions",
        WorkJson.blocker(desk.blocker(message.caller(), message.body, message.from::attempt))
            .build());
  }

  private void release(Message message) throws KmException {
    message.answer(
        "progress_acknowledged",
        WorkJson.receipt(
                desk.release(message.caller(), message.body, message.from::attempt),
                "Task released")
            .build());
  }

  private void heartbeat(Message message) {
    Acting.require(message.caller(), Action.ACT_AS_AGENT);
    boolean plain = message.body.keySet().stream().allMatch(BEAT_FIELDS::contains);
    if (!plain) {
      // why: tokens and numbers of requests are kept one by one
      work(message, () -> heard(message));
      return;
    }
    Optional<TaskId> task =
        message.body.get("task_id") instanceof JsonString name
            ? Optional.of(Acting.task(message.caller(), Action.READ_TASKS, name.getString()))
            : Optional.empty();
    OptionalInt attempt =
        message.body.get("attempt") instanceof JsonNumber number
            ? OptionalInt.of(number.intValue())
            : task.map(message.from::attempt).orElse(OptionalInt.empty());
    Beat beat = new Beat(message.from.agent(), task, attempt);
    if (!pulse.add(new Pulse.Waiting(message.from, message.id, beat, stale -> refuse(message)))) {
      throw busy();
    }
  }

  private void refuse(Message message) {
    if (!message.from.offer(() -> run(message, () -> heard(message)))) {
      message.from.send(SocketJson.error(message.id, busy().problem()));
    }
  }

  /** A heartbeat of its own: one that counts something, or that is to be refused and kept. */
  private void heard(Message message) throws KmException {
    message.answer(
        "progress_acknowledged",
        WorkJson.receipt(
                desk.heartbeat(message.caller(), message.body, message.from::attempt), "Heard")
            .build());
  }

  private static ProblemException invalid(String detail) {
    return new ProblemException(ProblemDetail.invalid(detail));
  }
}
