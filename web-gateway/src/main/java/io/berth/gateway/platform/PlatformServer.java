package io.berth.gateway.platform;

import io.berth.gateway.work.AgentDesk;
import io.berth.lifecycle.agent.Agents;
import io.berth.lifecycle.claim.ClaimHealth;
import io.berth.lifecycle.job.Jobs;
import io.berth.lifecycle.plan.FeaturePlans;
import io.berth.lifecycle.process.ProjectLifecycle;
import io.berth.lifecycle.project.ProjectRegistry;
import io.berth.lifecycle.task.Tasks;
import io.berth.mcp.McpEndpoint;
import io.berth.mcp.ServerInfo;
import io.berth.mcp.Tool;
import io.berth.mcp.ToolSet;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Puts Berth's tools and the endpoint that serves them together. Made once, for the servlet. */
@Dependent
public class PlatformServer {
  private static final String INSTRUCTIONS =
      "Berth hands out tasks to agents. Register once (register_agent), then ask for a task"
          + " (request_next_task, wait up to PT55S), report at 25, 50 and 75 percent and when you"
          + " are stuck (report_task_progress, report_blocker), and report completed with evidence"
          + " before you ask again. Every report names the task's attempt. If an answer says cancel"
          + " or hand_back, stop and release_task.";

  @Inject AgentDesk desk;
  @Inject Agents agents;
  @Inject Tasks tasks;
  @Inject ClaimHealth health;
  @Inject FeaturePlans plans;
  @Inject Jobs jobs;
  @Inject ProjectRegistry projects;
  @Inject ProjectLifecycle lifecycle;
  @Resource ManagedExecutorService executor;

  /** A new endpoint. */
  McpEndpoint<Visit> endpoint() {
    InstantSource clock = InstantSource.system();
    ProjectChoice choice = new ProjectChoice(agents);
    List<Tool<Visit>> all = new ArrayList<>();
    all.addAll(new AgentTools(desk).all());
    all.addAll(new WorkTools(desk).all());
    all.addAll(new BoardTools(tasks, health, choice, clock).all());
    all.addAll(new PlanTools(plans, jobs, projects, choice, clock).all());
    all.addAll(new ProjectTools(projects, lifecycle, executor).all());
    return new McpEndpoint<>(
        new ServerInfo("berth", "Berth", "1", INSTRUCTIONS), new ToolSet<>(all));
  }

  ManagedExecutorService executor() {
    return executor;
  }
}
