package io.berth.gateway.platform;

import io.berth.connector.api.ProjectId;
import io.berth.gateway.json.JsonView;
import io.berth.lifecycle.job.Job;
import io.berth.lifecycle.plan.FeaturePlans;
import io.berth.lifecycle.plan.Plan;
import io.berth.lifecycle.plan.PlanOrder;
import io.berth.lifecycle.task.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Plans in the names of the originals. What nobody can tell is null, never a number that looks like
 * knowledge. Pure.
 */
final class PlanJson {
  private static final int FEW = 3;
  private static final int MANY = 8;

  private PlanJson() {}

  static JsonView project(ProjectId project, PlanOrder order, FeaturePlans.Made made, Instant now) {
    Plan plan = made.plan();
    double days = plan.days(order.teamSize());
    return common(project, made)
        .text("project_name", order.title())
        .texts("phases", plan.phases())
        .measured("estimated_days", days)
        .number("dependencies_mapped", plan.dependencies())
        .text("risk_level", order.deadline().map(end -> risk(now, end, days)))
        .text("created_at", now);
  }

  /** Working days that are needed against calendar days that are left. */
  private static String risk(Instant now, Instant deadline, double days) {
    double left = Duration.between(now, deadline).toHours() / 24.0;
    if (days > left) {
      return "critical";
    }
    double share = days / left;
    return share > 0.8 ? "high" : share > 0.5 ? "medium" : "low";
  }

  static JsonView feature(ProjectId project, FeaturePlans.Made made) {
    int count = made.tasks().size();
    return common(project, made)
        .texts("integration_points", made.points())
        .text("integration_detected", made.placed().label())
        .text("feature_phase", made.plan().phases().get(0))
        .text("complexity", count <= FEW ? "low" : count <= MANY ? "medium" : "high");
  }

  /** A plan that a job draws, as far as it is. */
  static JsonView job(ProjectId project, Job job, String request) {
    List<?> made = job.result().get("tasks") instanceof List<?> tasks ? tasks : List.of();
    boolean over = job.state() == Job.State.FAILED || job.state() == Job.State.CANCELLED;
    return new JsonView()
        .flag("success", !over)
        .text("project_id", project)
        .number("tasks_created", made.size())
        .texts("task_ids", made)
        .text("planned_by", Optional.ofNullable(job.result().get("advisor")))
        .text("reason", Optional.ofNullable(job.result().get("reason")))
        .text("job_id", job.id())
        .text("job_state", job.state())
        .text("message", job.message())
        .text("request_id", request);
  }

  private static JsonView common(ProjectId project, FeaturePlans.Made made) {
    Map<String, Long> byPhase = new TreeMap<>();
    made.plan().steps().stream()
        .collect(Collectors.groupingBy(step -> step.phase(), Collectors.counting()))
        .forEach(byPhase::put);
    byPhase.put("total", (long) made.tasks().size());
    return new JsonView()
        .flag("success", true)
        .text("project_id", project)
        .number("tasks_created", made.tasks().size())
        .object("task_breakdown", byPhase)
        .views("tasks", made.tasks(), PlanJson::task)
        .decimal("confidence", made.plan().confidence())
        .text("planned_by", made.plan().drawnBy())
        .text("reason", made.plan().reason());
  }

  private static JsonView task(Task task) {
    return new JsonView()
        .text("id", task.id())
        .text("name", task.words().name())
        .texts("dependencies", task.dependencies())
        .text("status", task.state().label())
        .text("due_date", task.words().dueAt());
  }
}
