package io.berth.cli.rollout;

import io.berth.cli.http.Values;
import io.berth.cli.terminal.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A roll-out as an operator reads it. Pure. */
final class RolloutText {
  private RolloutText() {}

  /** {@code 3 notes 1 -> 2 RUNNING step 1 of 3 4/50 done, 0 failed}. */
  static Object[] row(Map<String, Object> rollout) {
    Map<String, Object> progress = Values.object(rollout, "progress");
    List<?> steps = rollout.get("steps") instanceof List<?> list ? list : List.of();
    return new Object[] {
      (long) Values.number(rollout, "id"),
      Values.text(rollout, "runtime")
          + " "
          + (long) Values.number(rollout, "fromVersion")
          + " -> "
          + (long) Values.number(rollout, "version"),
      Values.text(rollout, "state"),
      "step " + (long) Values.number(rollout, "step") + " of " + steps.size(),
      count(progress, "done") + "/" + count(progress, "total") + " done",
      count(progress, "failed") + " failed",
      Values.text(rollout, "reason")
    };
  }

  static List<String> lines(Map<String, Object> rollout) {
    List<String> lines = new ArrayList<>(new Table().row(row(rollout)).lines());
    if (rollout.get("projects") instanceof List<?> projects) {
      Table table = Table.of("PROJECT", "STATE", "CRITICAL", "REASON");
      for (Object entry : projects) {
        Map<?, ?> project = (Map<?, ?>) entry;
        boolean failed = Boolean.TRUE.equals(project.get("failed"));
        boolean critical = Boolean.TRUE.equals(project.get("critical"));
        table.row(
            project.get("projectId"),
            project.get("state") + (failed ? " (failed)" : ""),
            critical ? "yes" : "",
            project.get("reason"));
      }
      lines.addAll(table.lines());
    }
    return lines;
  }

  private static long count(Map<String, Object> progress, String name) {
    return (long) Values.number(progress, name);
  }
}
