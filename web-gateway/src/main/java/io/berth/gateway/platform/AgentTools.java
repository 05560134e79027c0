package io.berth.gateway.platform;

import static io.berth.gateway.platform.Args.text;
import static io.berth.gateway.platform.Args.texts;

import io.berth.connector.api.KmException;
import io.berth.gateway.json.JsonInput;
import io.berth.gateway.json.JsonView;
import io.berth.gateway.security.Caller;
import io.berth.gateway.work.Acting;
import io.berth.gateway.work.AgentDesk;
import io.berth.gateway.work.AgentJson;
import io.berth.lifecycle.agent.AgentId;
import io.berth.lifecycle.agent.AgentStatus;
import io.berth.mcp.Argument;
import io.berth.mcp.ArgumentType;
import io.berth.mcp.InputSchema;
import io.berth.mcp.ToolHints;
import io.berth.mcp.ToolSpec;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Agents register and are seen. Request threads; blocks on the database. */
final class AgentTools {
  private static final int MOST = 1_000;

  private final AgentDesk desk;

  AgentTools(AgentDesk desk) {
    this.desk = desk;
  }

  List<PlatformTool> all() {
    return List.of(register(), status(), list());
  }

  private PlatformTool register() {
    return PlatformTool.of(
        new ToolSpec(
            "register_agent",
            "Register an agent",
            "Registers you, or changes what you said before; counts and tasks are kept. Once,"
                + " before you ask for work.",
            InputSchema.of(
                Args.agent(),
                Argument.required("name", text(1, 200), "What people call you"),
                Argument.required("role", text(1, 200), "What you do, such as developer"),
                Argument.optional("skills", texts(64), "What you can; tasks may require it")
                    .or(List.of()),
                Args.project("The project that you work for; left out: all that you are granted"),
                Argument.optional(
                    "capacity",
                    new ArgumentType.Whole(1, 100),
                    "How many tasks you may hold at once; more than one only an operator sets")),
            ToolHints.REPEATABLE),
        (caller, input) -> AgentJson.registered(desk.register(caller, input)));
  }

  private PlatformTool status() {
    return PlatformTool.of(
        new ToolSpec(
            "get_agent_status",
            "Status of an agent",
            "One agent, and what it holds with its attempts, leases and instructions.",
            InputSchema.of(Args.agent()),
            ToolHints.READS),
        (caller, input) ->
            AgentJson.shown(
                desk.status(
                    caller, new JsonInput(input, Set.of("agent_id")).requiredText("agent_id"))));
  }

  private PlatformTool list() {
    return PlatformTool.of(
        new ToolSpec(
            "list_registered_agents",
            "Agents",
            "The agents that you may see, in the order of their ids.",
            InputSchema.of(
                Argument.optional("limit", new ArgumentType.Whole(1, MOST), "At most so many")
                    .or((long) MOST),
                Argument.optional("cursor", text(1, 100), "nextCursor of the page before")),
            ToolHints.READS),
        this::page);
  }

  private JsonView page(Caller caller, JsonObject json) throws KmException {
    JsonInput input = new JsonInput(json, Set.of("limit", "cursor"));
    int most = (int) input.number("limit").orElse(MOST);
    Optional<AgentId> after = input.text("cursor").map(c -> Acting.agent("cursor", c));
    List<AgentStatus> page = desk.list(caller, after, most);
    return AgentJson.page(page, most);
  }
}
