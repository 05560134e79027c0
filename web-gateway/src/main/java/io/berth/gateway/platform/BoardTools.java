package io.berth.gateway.platform;

import io.berth.connector.api.KmException;
import io.berth.connector.api.ProjectId;
import io.berth.gateway.json.JsonInput;
import io.berth.gateway.json.JsonView;
import io.berth.gateway.security.Action;
import io.berth.gateway.security.Caller;
import io.berth.gateway.task.TaskJson;
import io.berth.gateway.work.Acting;
import io.berth.lifecycle.claim.ClaimHealth;
import io.berth.lifecycle.task.Tasks;
import io.berth.mcp.Argument;
import io.berth.mcp.InputSchema;
import io.berth.mcp.ToolHints;
import io.berth.mcp.ToolSpec;
import jakarta.json.JsonObject;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How boards and assignments stand, and whether anybody is there. Blocks on the database. */
final class BoardTools {
  private static final Set<String> PROJECT = Set.of("project_id");

  private final Tasks tasks;
  private final ClaimHealth health;
  private final ProjectChoice choice;
  private final InstantSource clock;

  BoardTools(Tasks tasks, ClaimHealth health, ProjectChoice choice, InstantSource clock) {
    this.tasks = tasks;
    this.health = health;
    this.choice = choice;
    this.clock = clock;
  }

  List<PlatformTool> all() {
    return List.of(status(), ping(), check());
  }

  private PlatformTool status() {
    return PlatformTool.of(
        new ToolSpec(
            "get_project_status",
            "Status of a board",
            "Tasks of a project by status, and who works on them.",
            InputSchema.of(
                Args.project("Left out: the one that your token covers or you registered for")),
            ToolHints.READS),
        this::board);
  }

  private JsonView board(Caller caller, JsonObject json) throws KmException {
    Optional<String> named = new JsonInput(json, PROJECT).text("project_id");
    return TaskJson.board(tasks.board(choice.of(caller, Action.READ_TASKS, named)));
  }

  private PlatformTool ping() {
    return PlatformTool.of(
        new ToolSpec(
            "ping",
            "Ping",
            "Whether the server answers; says your words back.",
            InputSchema.of(
                Argument.optional("echo", Args.text(0, 1_000), "To be said back").or("")),
            ToolHints.READS),
        (caller, input) -> {
          String echo = new JsonInput(input, Set.of("echo")).text("echo").orElse("");
          return new JsonView()
              .flag("success", true)
              .text("status", "online")
              .text("provider", "berth")
              .text("echo", echo.isEmpty() ? "pong" : echo)
              .text("timestamp", clock.instant());
        });
  }

  private PlatformTool check() {
    return PlatformTool.of(
        new ToolSpec(
            "check_assignment_health",
            "Health of assignments",
            "Whether tasks are held as they should be: leases, attempts, silent agents, as the"
                + " database has them now.",
            InputSchema.of(Args.project("Of this project only; left out: of all that you may see")),
            ToolHints.READS),
        this::health);
  }

  private JsonView health(Caller caller, JsonObject json) throws KmException {
    Optional<ProjectId> named =
        new JsonInput(json, PROJECT)
            .text("project_id")
            .map(p -> Acting.project(caller, Action.READ_TASKS, "project_id", p));
    Optional<List<ProjectId>> scope =
        named.isPresent() ? named.map(List::of) : Acting.scope(caller);
    return HealthJson.view(health.look(scope));
  }
}
