package io.berth.gateway.platform;

import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.agent.AgentId;
import io.berth.mcp.Argument;
import io.berth.mcp.ArgumentType;
import java.util.List;

/** Arguments that several tools take, described once. Pure. */
final class Args {
  private static final int LONG = 65_536;

  private Args() {}

  static ArgumentType text(int min, int max) {
    return new ArgumentType.Text(min, max, List.of());
  }

  static ArgumentType longText() {
    return text(1, LONG);
  }

  static ArgumentType oneOf(String... values) {
    return new ArgumentType.Text(0, 100, List.of(values));
  }

  static ArgumentType texts(int most) {
    return new ArgumentType.ListOf(text(1, 100), 0, most);
  }

  static Argument agent() {
    return Argument.required("agent_id", text(1, 100), "The agent's id: " + AgentId.RULE);
  }

  static Argument task() {
    return Argument.required("task_id", text(1, 100), "The task's id, such as alpha-7");
  }

  static Argument project(String about) {
    return Argument.optional("project_id", text(1, 63), about + "; " + ProjectId.RULE);
  }

  static Argument requiredProject() {
    return Argument.required("project_id", text(1, 63), "The project's id");
  }

  static Argument attempt() {
    return Argument.optional(
        "attempt",
        new ArgumentType.Whole(0, Integer.MAX_VALUE),
        "The attempt that came with the task; left out: the one that you hold now");
  }

  static Argument requestId() {
    return Argument.optional(
        "request_id", text(1, 128), "A number of your own: the same again is answered, not done");
  }

  static Argument tokens() {
    return Argument.optional(
        "tokens",
        new ArgumentType.Whole(0, Long.MAX_VALUE),
        "How many tokens this attempt has used so far");
  }
}
