package io.berth.gateway.platform;

import io.berth.connector.api.KmException;
import io.berth.connector.api.ProcessSnapshot;
import io.berth.connector.api.ProjectId;
import io.berth.gateway.json.JsonInput;
import io.berth.gateway.json.JsonView;
import io.berth.gateway.process.ProcessJson;
import io.berth.gateway.project.ProjectJson;
import io.berth.gateway.project.ProjectPages;
import io.berth.gateway.project.ProjectQuery;
import io.berth.gateway.security.Action;
import io.berth.gateway.security.Caller;
import io.berth.gateway.work.Acting;
import io.berth.lifecycle.process.ProjectLifecycle;
import io.berth.lifecycle.project.ProjectRegistry;
import io.berth.lifecycle.project.StoredProjects;
import io.berth.mcp.Argument;
import io.berth.mcp.ArgumentType;
import io.berth.mcp.InputSchema;
import io.berth.mcp.ToolHints;
import io.berth.mcp.ToolSpec;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Projects and their processes. A command that takes longer than a client waits goes on, and its
 * caller is told so. No thread waits for a process.
 */
final class ProjectTools {
  /** Less than the 60 seconds after which clients give up. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(50);

  private static final Set<String> COMMAND = Set.of("project_id", "wait");

  /** Starts or stops a process. */
  private interface Command {
    CompletionStage<ProcessSnapshot> order(ProjectId project, String actor);
  }

  private final ProjectRegistry registry;
  private final ProjectLifecycle lifecycle;
  private final Executor executor;

  ProjectTools(ProjectRegistry registry, ProjectLifecycle lifecycle, Executor executor) {
    this.registry = registry;
    this.lifecycle = lifecycle;
    this.executor = executor;
  }

  List<PlatformTool> all() {
    return List.of(
        list(),
        command(
            "start_project",
            "Start a project",
            "Starts the project's Knowledge Manager; answers when it is READY.",
            (project, actor) -> lifecycle.start(project, actor)),
        command(
            "stop_project",
            "Stop a project",
            "Drains and stops the project's Knowledge Manager; the next request starts it again.",
            (project, actor) -> lifecycle.stop(project, actor)),
        process());
  }

  private PlatformTool list() {
    return PlatformTool.of(
        new ToolSpec(
            "list_projects",
            "Projects",
            "The projects that you may see, in the order of their ids.",
            InputSchema.of(
                Argument.optional("state", Args.text(1, 40), "Only those in this state: READY, …"),
                Argument.optional("q", Args.text(1, 200), "Only those whose id or name has it"),
                Argument.optional("limit", new ArgumentType.Whole(1, 1_000), "At most so many")
                    .or(100L),
                Argument.optional("cursor", Args.text(1, 100), "nextCursor of the page before")),
            ToolHints.READS),
        this::page);
  }

  private JsonView page(Caller caller, JsonObject json) throws KmException {
    Acting.require(caller, Action.READ_PROJECTS);
    JsonInput input = new JsonInput(json, Set.of("state", "q", "limit", "cursor"));
    ProjectPages.Page page =
        new ProjectPages(registry, lifecycle)
            .page(
                caller,
                ProjectQuery.of(
                    input.text("state").orElse(""),
                    input.text("q").orElse(""),
                    Long.toString(input.number("limit").orElse(100)),
                    input.text("cursor").orElse("")));
    return new JsonView()
        .flag("success", true)
        .views(
            "projects",
            page.rows(),
            row -> ProjectJson.view(row.project(), Optional.of(row.state())))
        .number("total", page.rows().size())
        .text("nextCursor", page.next());
  }

  private PlatformTool process() {
    return PlatformTool.of(
        new ToolSpec(
            "project_process",
            "Process of a project",
            "What the project's Knowledge Manager does now: state, generation, port, usage.",
            InputSchema.of(Args.requiredProject()),
            ToolHints.READS),
        (caller, json) -> {
          JsonInput input = new JsonInput(json, Set.of("project_id"));
          return shown(existing(caller, Action.READ_PROCESS, input), true);
        });
  }

  private PlatformTool command(String name, String title, String about, Command command) {
    return new PlatformTool(
        new ToolSpec(
            name,
            title,
            about,
            InputSchema.of(
                Args.requiredProject(),
                Argument.optional(
                        "wait",
                        new ArgumentType.Flag(),
                        "Whether the answer comes when it is done; after "
                            + LONGEST_WAIT.toSeconds()
                            + " seconds it comes anyway, with over=false")
                    .or(true)),
            ToolHints.REPEATABLE),
        (visit, json) -> {
          Caller caller = visit.caller();
          JsonInput input = new JsonInput(json, COMMAND);
          ProjectId project = existing(caller, Action.CONTROL_PROCESS, input);
          long patience = input.flag("wait").orElse(true) ? LONGEST_WAIT.toMillis() : 0;
          return command
              .order(project, caller.subject())
              .thenApply(snapshot -> true)
              .toCompletableFuture()
              .completeOnTimeout(false, patience, TimeUnit.MILLISECONDS)
              .thenApplyAsync(over -> later(project, over), executor);
        });
  }

  private ProjectId existing(Caller caller, Action action, JsonInput input) throws KmException {
    ProjectId project =
        Acting.project(caller, action, "project_id", input.requiredText("project_id"));
    if (registry.find(project).isEmpty()) {
      throw StoredProjects.missing(project);
    }
    return project;
  }

  private JsonView later(ProjectId project, boolean over) {
    try {
      return shown(project, over);
    } catch (KmException e) {
      throw new CompletionException(e);
    }
  }

  private JsonView shown(ProjectId project, boolean over) throws KmException {
    return new JsonView()
        .flag("success", true)
        .flag("over", over)
        .view("process", ProcessJson.view(lifecycle.process(project)));
  }
}
