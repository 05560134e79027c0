package io.berth.gateway.platform;

import io.berth.gateway.json.JsonView;
import io.berth.lifecycle.claim.ClaimHealth;
import io.berth.lifecycle.claim.ClaimIssue;
import io.berth.lifecycle.claim.ClaimPicture;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The health of assignments in the names of the originals. What was in their memory is read from
 * the database here, and a claim is one statement: nothing is ever half assigned. Pure.
 */
final class HealthJson {
  private HealthJson() {}

  static JsonView view(ClaimHealth.Checkup checkup) {
    ClaimPicture picture = checkup.picture();
    List<ClaimPicture.Row> held =
        picture.rows().stream().filter(row -> row.claim().isPresent()).toList();
    Map<String, Integer> reversions = new HashMap<>();
    picture.rows().stream()
        .filter(row -> !row.state().over() && row.reversions() > 0)
        .forEach(row -> reversions.put(row.task().toString(), row.reversions()));
    JsonView monitor =
        new JsonView()
            .flag("monitoring", checkup.watched())
            .number("check_interval", checkup.interval().toSeconds())
            .number("tracked_tasks", held.size())
            .object("reversion_counts", reversions)
            .text("last_check", picture.lookedAt());
    long working = picture.rows().stream().filter(row -> row.state().held()).count();
    return new JsonView()
        .flag("success", true)
        .flag("healthy", checkup.issues().isEmpty())
        .views("issues", checkup.issues(), HealthJson::issue)
        .view(
            "metrics",
            new JsonView()
                .number("persisted_assignments", held.size())
                .number("in_progress_tasks", working)
                .view("monitor", monitor))
        .views("assignments", held, HealthJson::assignment)
        .flag("truncated", !picture.whole())
        .text("timestamp", picture.at())
        .view(
            "in_memory_state",
            new JsonView()
                .object("agent_tasks", byAgent(held))
                .texts("tasks_being_assigned", List.of())
                .flag("monitor_running", checkup.watched()));
  }

  private static JsonView issue(ClaimIssue issue) {
    return new JsonView()
        .text("type", issue.kind().label())
        .text("description", issue.description())
        .texts("task_ids", issue.tasks())
        .text("severity", issue.kind().severity());
  }

  private static JsonView assignment(ClaimPicture.Row row) {
    ClaimPicture.Claim claim = row.claim().orElseThrow();
    return new JsonView()
        .text("task_id", row.task())
        .text("agent_id", claim.agent())
        .text("status", row.state().label())
        .number("attempt", claim.attempt())
        .text("assigned_at", claim.claimedAt())
        .text("lease_until", claim.leaseUntil())
        .number("lease_left_seconds", claim.left().toSeconds());
  }

  private static Map<String, List<String>> byAgent(List<ClaimPicture.Row> held) {
    Map<String, List<String>> tasks = new HashMap<>();
    held.forEach(
        row ->
            tasks
                .computeIfAbsent(
                    row.claim().orElseThrow().agent().value(), agent -> new ArrayList<>())
                .add(row.task().toString()));
    return tasks;
  }
}
