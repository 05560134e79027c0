package io.berth.gateway.platform;

import static io.berth.gateway.platform.Args.longText;
import static io.berth.gateway.platform.Args.oneOf;
import static io.berth.gateway.platform.Args.text;

import io.berth.gateway.work.AgentDesk;
import io.berth.gateway.work.BoundAttempts;
import io.berth.gateway.work.WorkJson;
import io.berth.lifecycle.claim.Offer;
import io.berth.mcp.Argument;
import io.berth.mcp.ArgumentType;
import io.berth.mcp.InputSchema;
import io.berth.mcp.ToolHints;
import io.berth.mcp.ToolSpec;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Agents ask for tasks and report. A request that waits holds no thread. Request threads; blocks on
 * the database.
 */
final class WorkTools {
  private static final BoundAttempts CREDENTIAL = BoundAttempts.NONE;

  private final AgentDesk desk;

  WorkTools(AgentDesk desk) {
    this.desk = desk;
  }

  List<PlatformTool> all() {
    return List.of(request(), progress(), blocker(), heartbeat(), release());
  }

  private PlatformTool request() {
    return new PlatformTool(
        new ToolSpec(
            "request_next_task",
            "Next task",
            "Gives you a task to work on, or says why there is none and when to ask again. Whoever"
                + " holds all it may is given the same again. Keep the task's attempt: every report"
                + " names it.",
            InputSchema.of(
                Args.agent(),
                Args.project("From this project only"),
                Args.requestId(),
                Argument.optional(
                    "wait",
                    text(1, 40),
                    "How long to wait for a task, as ISO 8601, at most PT55S; left out: not at"
                        + " all")),
            ToolHints.REPEATABLE),
        (visit, input) -> {
          CompletableFuture<Offer> wait = desk.request(visit.caller(), input).toCompletableFuture();
          visit.endsWithItsCaller(wait);
          return wait.thenApply(WorkJson::offer);
        });
  }

  private PlatformTool progress() {
    return PlatformTool.of(
        new ToolSpec(
            "report_task_progress",
            "Report progress",
            "How far you are; completed finishes the task. It also prolongs your lease. If the"
                + " answer says cancel or hand_back, stop and release the task.",
            InputSchema.of(
                Args.agent(),
                Args.task(),
                Argument.required(
                    "status",
                    oneOf("in_progress", "completed", "blocked", "validating", "waiting_for_human"),
                    "How it stands"),
                Argument.optional(
                    "progress", new ArgumentType.Whole(0, 100), "Percent; left out: as before"),
                Argument.optional("message", text(0, 65_536), "What you did"),
                Argument.optional("evidence", longText(), "What shows that it is done"),
                Args.attempt(),
                Args.requestId(),
                Args.tokens()),
            ToolHints.REPEATABLE),
        (caller, input) ->
            WorkJson.receipt(
                desk.progress(caller, input, CREDENTIAL), "Progress updated successfully"));
  }

  private PlatformTool blocker() {
    return PlatformTool.of(
        new ToolSpec(
            "report_blocker",
            "Report a blocker",
            "What keeps you from going on; you still hold the task.",
            InputSchema.of(
                Args.agent(),
                Args.task(),
                Argument.required("blocker_description", longText(), "What is in the way"),
                Argument.optional("severity", oneOf("low", "medium", "high"), "How bad it is")
                    .or("medium"),
                Argument.optional(
                    "attempted_solutions",
                    new ArgumentType.ListOf(longText(), 0, 50),
                    "What you tried"),
                Args.attempt(),
                Args.requestId()),
            ToolHints.REPEATABLE),
        (caller, input) -> WorkJson.blocker(desk.blocker(caller, input, CREDENTIAL)));
  }

  private PlatformTool heartbeat() {
    return PlatformTool.of(
        new ToolSpec(
            "send_heartbeat",
            "Still there",
            "Prolongs your lease on a task while you have nothing to report.",
            InputSchema.of(Args.agent(), Args.task(), Args.attempt(), Args.tokens()),
            ToolHints.REPEATABLE),
        (caller, input) -> WorkJson.receipt(desk.heartbeat(caller, input, CREDENTIAL), "Heard"));
  }

  private PlatformTool release() {
    return PlatformTool.of(
        new ToolSpec(
            "release_task",
            "Give a task back",
            "Gives a task back with what you have; it is not offered to you again for a while.",
            InputSchema.of(
                Args.agent(),
                Args.task(),
                Argument.optional("reason", text(0, 65_536), "Why"),
                Argument.optional("partial_work", longText(), "What the next one shall know"),
                Args.attempt(),
                Args.requestId(),
                Args.tokens()),
            ToolHints.REPEATABLE),
        (caller, input) ->
            WorkJson.receipt(desk.release(caller, input, CREDENTIAL), "Task released"));
  }
}
