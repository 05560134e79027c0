package io.berth.gateway.socket;

import io.berth.gateway.json.Builders;
import io.berth.gateway.json.JsonView;
import io.berth.gateway.problem.ProblemDetail;
import io.berth.lifecycle.agent.AgentId;
import io.berth.lifecycle.presence.AgentSignal;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Duration;
import java.util.Optional;

/** What is sent to agents. Pure. */
final class SocketJson {
  private SocketJson() {}

  /**
   * The first message.
   *
   * @param from the number that the client said it had seen
   */
  static JsonObject connected(AgentId agent, long number, Optional<Long> from, Duration silence) {
    return new JsonView()
        .text("type", "connected")
        .text("agent_id", agent)
        .number("seq", number)
        .number("replay_from", from)
        .number("heartbeat_seconds", silence.toSeconds() / 3)
        .number("silence_seconds", silence.toSeconds())
        .build();
  }

  /** An answer of the management API as a message. */
  static JsonObject reply(String type, Optional<String> id, JsonObject answer) {
    JsonObjectBuilder json = Builders.object().add("type", type);
    id.ifPresentOrElse(i -> json.add("reply_to", i), () -> json.addNull("reply_to"));
    answer.forEach(json::add);
    return json.build();
  }

  static JsonObject pong(Optional<String> id, String echo, long number) {
    return reply("pong", id, new JsonView().text("echo", echo).number("seq", number).build());
  }

  static JsonObject error(Optional<String> id, ProblemDetail problem) {
    return reply(
        "error",
        id,
        new JsonView()
            .text("code", problem.label())
            .number("status", problem.status())
            .text("message", problem.detail())
            .flag("retryable", problem.status() == 503 || problem.status() == 429)
            .number("retry_after", problem.retryAfterSeconds().map(Long::valueOf))
            .build());
  }

  static JsonObject cancelled(AgentSignal signal) {
    return new JsonView()
        .text("type", "task_cancelled")
        .number("seq", signal.number())
        .text("task_id", signal.task())
        .number("attempt", signal.attempt())
        .text("cause", signal.cause())
        .text("reason", signal.reason())
        .flag("held", signal.cause().equals("cancelled"))
        .text("at", signal.at())
        .build();
  }
}
