package io.berth.lifecycle.claim.proof;

import io.berth.lifecycle.claim.proof.History.Line;
import io.berth.lifecycle.task.TaskMoves;
import io.berth.lifecycle.task.TaskState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Plays the lines of all tasks in the order in which they were written: at most one holder of a
 * task and of a file at any time and no agent above its capacity, attempts that grow by one, moves
 * of the table only, nothing but refusals from who does not hold, no report done twice, and an end
 * that the tables agree with.
 */
final class Replay {
  private record Hold(String agent, int attempt, List<String> files) {}

  private static final Set<String> REPORTS = Set.of("progress", "blocker", "completed", "released");

  private final Map<String, TaskState> states = new HashMap<>();
  private final Map<String, Hold> holds = new HashMap<>();
  private final Map<String, Integer> attempts = new HashMap<>();
  private final Map<String, String> files = new HashMap<>();
  private final Map<String, Integer> most = new HashMap<>();
  private final Set<String> requests = new HashSet<>();
  private final List<String> violations = new ArrayList<>();

  List<String> violations() {
    return violations;
  }

  private void require(boolean holds, String what, Object where) {
    if (!holds) {
      violations.add(what + ": " + where);
    }
  }

  void add(Line line) {
    require(
        line.kind().equals("created") != states.containsKey(line.task()),
        "a task begins once, with its creation",
        line);
    require(
        line.request() == null || requests.add(line.agent() + " " + line.request()),
        "a report was done twice",
        line);
    switch (line.kind()) {
      case "created" ->
          states.put(line.task(), TaskState.of((String) line.details().get("state")).orElseThrow());
      case "claimed" -> claimed(line);
      case "refused" -> {
        require(!holder(line), "refused although it holds", line);
        require(line.to().isEmpty(), "a refusal moved the task", line);
      }
      default -> said(line);
    }
  }

  private void claimed(Line line) {
    String task = line.task();
    require(!holds.containsKey(task), "a second holder of the task", line);
    require(states.get(task) == TaskState.TODO, "claimed although it was not to do", line);
    require(
        line.attempt() == attempts.getOrDefault(task, 0) + 1,
        "attempts must grow by one, one holder each",
        line);
    List<String> touched = new ArrayList<>();
    for (Object path : (List<?>) line.details().getOrDefault("files", List.of())) {
      String file = project(task) + " " + path;
      String other = files.putIfAbsent(file, task);
      require(other == null, "a second holder of the file " + file + " beside " + other, line);
      touched.add(file);
    }
    attempts.put(task, line.attempt());
    states.put(task, TaskState.IN_PROGRESS);
    holds.put(task, new Hold(line.agent(), line.attempt(), touched));
    int now = (int) holds.values().stream().filter(h -> h.agent.equals(line.agent())).count();
    most.merge(line.agent(), now, Math::max);
  }

  private static String project(String task) {
    return task.substring(0, Math.max(0, task.lastIndexOf('-')));
  }

  private void said(Line line) {
    boolean operator = line.kind().equals("moved");
    TaskState before = states.get(line.task());
    require(!REPORTS.contains(line.kind()) || holder(line), "done for who does not hold it", line);
    if (line.to().isEmpty()) {
      return;
    }
    require(line.from().filter(from -> from == before).isPresent(), "it was " + before, line);
    String cause = (String) line.details().get("cause");
    if (cause != null && line.from().isPresent()) {
      require(
          TaskMoves.allows(line.from().get(), line.to().get(), TaskMoves.Cause.valueOf(cause)),
          "not in the table of moves",
          line);
    }
    states.put(line.task(), line.to().get());
    boolean held = before != null && before.held();
    require(!held || operator || holder(line), "moved by who does not hold it", line);
    if (held && !line.to().get().held()) {
      Hold over = holds.remove(line.task());
      if (over != null) {
        over.files.forEach(files::remove);
      }
    }
  }

  private boolean holder(Line line) {
    Hold hold = holds.get(line.task());
    return hold != null && hold.agent.equals(line.agent()) && hold.attempt == line.attempt();
  }

  void end(History history) {
    Map<String, History.Stored> replayed = new HashMap<>();
    states.forEach(
        (task, state) ->
            replayed.put(
                task,
                new History.Stored(
                    state,
                    attempts.getOrDefault(task, 0),
                    holds.containsKey(task) ? holds.get(task).agent : null)));
    require(
        replayed.equals(history.end()),
        "the tables differ from the history",
        differences(replayed, history.end()));
    require(files.equals(history.files()), "the files differ from the history", history.files());
    most.forEach(
        (agent, count) ->
            require(
                count <= history.capacity().getOrDefault(agent, 0),
                "more tasks at once than it may hold",
                agent + " " + count));
  }

  private static Set<Object> differences(
      Map<String, History.Stored> one, Map<String, History.Stored> other) {
    Set<Object> all = new HashSet<>(one.entrySet());
    all.addAll(other.entrySet());
    all.removeIf(e -> one.entrySet().contains(e) && other.entrySet().contains(e));
    return all;
  }
}
