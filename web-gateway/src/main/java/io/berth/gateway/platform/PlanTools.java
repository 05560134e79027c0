package io.berth.gateway.platform;

import static io.berth.gateway.platform.Args.longText;
import static io.berth.gateway.platform.Args.text;
import static io.berth.gateway.platform.Args.texts;

import io.berth.connector.api.KmException;
import io.berth.connector.api.ProjectId;
import io.berth.gateway.json.JsonInput;
import io.berth.gateway.json.JsonView;
import io.berth.gateway.security.Action;
import io.berth.gateway.security.Caller;
import io.berth.gateway.work.Acting;
import io.berth.lifecycle.job.JobKind;
import io.berth.lifecycle.job.Jobs;
import io.berth.lifecycle.plan.FeaturePlans;
import io.berth.lifecycle.plan.Placing;
import io.berth.lifecycle.plan.PlanOrder;
import io.berth.lifecycle.project.NewProject;
import io.berth.lifecycle.project.ProjectRegistry;
import io.berth.mcp.Argument;
import io.berth.mcp.ArgumentType;
import io.berth.mcp.InputSchema;
import io.berth.mcp.ToolHints;
import io.berth.mcp.ToolSpec;
import jakarta.json.JsonObject;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What is described in words becomes tasks on a board. Whoever may register projects gets a new
 * one; others fill one that is there. Request threads; blocks on the database.
 */
final class PlanTools {
  private static final long TEAM = 3;

  private final FeaturePlans plans;
  private final Jobs jobs;
  private final ProjectRegistry registry;
  private final ProjectChoice choice;
  private final InstantSource clock;

  PlanTools(
      FeaturePlans plans,
      Jobs jobs,
      ProjectRegistry registry,
      ProjectChoice choice,
      InstantSource clock) {
    this.plans = plans;
    this.jobs = jobs;
    this.registry = registry;
    this.choice = choice;
    this.clock = clock;
  }

  List<PlatformTool> all() {
    return List.of(create(), add());
  }

  private PlatformTool create() {
    return PlatformTool.of(
        new ToolSpec(
            "create_project",
            "Create a project",
            "Registers a project, unless it is there, and puts tasks for what is described on its"
                + " board. Lines of a list become a task each; numbered ones one after the other. If the"
                + " answer has a job_id, the same call with its request_id tells what became of it.",
            InputSchema.of(
                Argument.required("description", longText(), "What is to be made"),
                Argument.required("project_name", text(1, 120), "What people call it"),
                Argument.optional(
                    "options",
                    new ArgumentType.ObjectOf(
                        InputSchema.of(
                            Argument.optional(
                                "deadline", text(1, 40), "RFC 3339, such as 2026-03-01T12:00:00Z"),
                            Argument.optional(
                                    "team_size", new ArgumentType.Whole(1, 1_000), "Agents at once")
                                .or(TEAM),
                            Argument.optional("tech_stack", texts(20), "What it is made with"))),
                    "Further wishes"),
                Args.project("Its id; left out: made of the name"),
                Args.requestId()),
            ToolHints.ADDS),
        this::create);
  }

  private JsonView create(Caller caller, JsonObject json) throws KmException {
    JsonInput input =
        new JsonInput(
            json, Set.of("description", "project_name", "options", "project_id", "request_id"));
    String name = input.requiredText("project_name");
    JsonInput options = PlanInput.options(json);
    PlanOrder order =
        new PlanOrder(
            name,
            input.requiredText("description"),
            PlanInput.deadline(options),
            (int) options.number("team_size").orElse(TEAM),
            options.texts("tech_stack"));
    String id = input.text("project_id").orElseGet(() -> PlanInput.id(name));
    ProjectId project = Acting.project(caller, Action.ADD_TASKS, "project_id", id);
    if (registry.find(project).isEmpty()) {
      Acting.require(caller, Action.MANAGE_PROJECTS, project);
      registry.create(
          new NewProject(project, Optional.of(name), Optional.empty(), Map.of()), caller.subject());
    }
    Optional<String> request = input.text("request_id");
    if (jobs.asksModel()) {
      return queued(caller, JobKind.CREATE_PROJECT, project, order, Placing.PARALLEL, request);
    }
    FeaturePlans.Made made = plans.add(project, order, Placing.PARALLEL, request, caller.subject());
    return PlanJson.project(project, order, made, clock.instant());
  }

  private PlatformTool add() {
    return PlatformTool.of(
        new ToolSpec(
            "add_feature",
            "Add a feature",
            "Puts tasks for a feature on a board, after those that are there as integration_point"
                + " says.",
            InputSchema.of(
                Argument.required("feature_description", longText(), "What is to be added"),
                Argument.optional(
                        "integration_point",
                        Args.oneOf(
                            Stream.of(Placing.values()).map(Placing::label).toArray(String[]::new)),
                        "after_current: after what is held now; new_phase: after all that is"
                            + " there; parallel: beside it; auto_detect: after the tasks that the"
                            + " description names by id")
                    .or(Placing.AUTO_DETECT.label()),
                Args.project("Left out: the one that your token covers or you registered for"),
                Args.requestId()),
            ToolHints.ADDS),
        this::add);
  }

  private JsonView add(Caller caller, JsonObject json) throws KmException {
    JsonInput input =
        new JsonInput(
            json, Set.of("feature_description", "integration_point", "project_id", "request_id"));
    String description = input.requiredText("feature_description");
    Placing placing =
        input.text("integration_point").flatMap(Placing::of).orElse(Placing.AUTO_DETECT);
    ProjectId project = choice.of(caller, Action.ADD_TASKS, input.text("project_id"));
    PlanOrder order =
        new PlanOrder(
            PlanInput.title(description), description, Optional.empty(), (int) TEAM, List.of());
    return PlanJson.feature(
        project, plans.add(project, order, placing, input.text("request_id"), caller.subject()));
  }

  /** why a job: a model may take a minute, and nobody waits for it in a request */
  private JsonView queued(
      Caller caller,
      JobKind kind,
      ProjectId project,
      PlanOrder order,
      Placing placing,
      Optional<String> request)
      throws KmException {
    String number = request.orElseGet(() -> UUID.randomUUID().toString());
    Jobs.PlanWanted wanted =
        new Jobs.PlanWanted(kind, project, order, placing, Optional.of(number));
    return PlanJson.job(project, jobs.plan(wanted, caller.subject()), number);
  }
}
