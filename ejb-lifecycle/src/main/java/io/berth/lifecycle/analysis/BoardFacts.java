package io.berth.lifecycle.analysis;

import io.berth.lifecycle.task.TaskState;
import io.berth.lifecycle.task.Tasks;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a board says of its project.
 *
 * @param doneInWeek tasks finished in the last seven days
 * @param stalled held, and nothing was reported of them for a day
 * @param overdue not finished, and their time is over
 * @param blocked their holders said that they cannot go on
 * @param failed given up
 * @param returned not finished, and came back three times or more
 * @param unskilled open, and no agent has all the skills that they require
 */
public record BoardFacts(
    Tasks.Board board,
    long doneInWeek,
    Group stalled,
    Group overdue,
    Group blocked,
    Group failed,
    Group returned,
    Group unskilled) {
  /** Some tasks: how many, and the ids of the first of them. */
  public record Group(long count, List<String> tasks) {
    public Group {
      tasks = List.copyOf(tasks);
    }
  }

  /** Neither finished nor called off. */
  long unfinished() {
    return board.total() - in(TaskState.DONE);
  }

  long held() {
    return board.byState().entrySet().stream()
        .filter(entry -> entry.getKey().held())
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  private long in(TaskState state) {
    return board.byState().getOrDefault(state, 0L);
  }

  Map<String, Object> values() {
    Map<String, Object> values = new LinkedHashMap<>();
    long total = board.total();
    values.put("total", total);
    values.put("completed", in(TaskState.DONE));
    values.put("inProgress", held());
    values.put("ready", board.ready());
    values.put("parked", in(TaskState.PARKED));
    values.put("blocked", blocked.count());
    values.put("failed", failed.count());
    values.put("overdue", overdue.count());
    values.put(
        "completionPercentage",
        total == 0 ? 0 : Math.round(in(TaskState.DONE) * 1000.0 / total) / 10.0);
    values.put("doneLast7Days", doneInWeek);
    // why null: who finished nothing in a week will not have finished after any number of them
    values.put(
        "weeksLeft", doneInWeek == 0 ? null : Math.round(unfinished() * 10.0 / doneInWeek) / 10.0);
    return values;
  }
}
