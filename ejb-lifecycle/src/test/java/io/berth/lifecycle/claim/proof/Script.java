package io.berth.lifecycle.claim.proof;

import io.berth.lifecycle.claim.proof.History.Line;
import io.berth.lifecycle.claim.proof.History.Stored;
import io.berth.lifecycle.task.TaskState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A history written by hand, true or not. Each agent may hold one task. */
final class Script {
  private final List<Line> lines = new ArrayList<>();
  private final List<Told> told = new ArrayList<>();
  private final Map<String, Stored> end = new HashMap<>();
  private final Map<String, String> files = new HashMap<>();
  private final Map<String, Integer> capacity =
      new HashMap<>(Map.of("ann", 1, "bob", 1, "cid", 1, "eve", 1));

  private Script line(
      String task,
      String kind,
      String agent,
      int attempt,
      TaskState from,
      TaskState to,
      Map<String, Object> details) {
    lines.add(
        new Line(
            lines.size(),
            task,
            kind,
            agent,
            attempt,
            Optional.ofNullable(from),
            Optional.ofNullable(to),
            details));
    return this;
  }

  Script created(String task) {
    return line(task, "created", null, 0, null, null, Map.of("state", "todo"));
  }

  Script claimed(String task, String agent, int attempt, String... touched) {
    return line(
        task,
        "claimed",
        agent,
        attempt,
        TaskState.TODO,
        TaskState.IN_PROGRESS,
        Map.of("files", List.of(touched)));
  }

  Script said(String task, String kind, String agent, int attempt, String request) {
    return line(task, kind, agent, attempt, null, null, Map.of("request", request));
  }

  Script refused(String task, String agent, int attempt, String request) {
    return said(task, "refused", agent, attempt, request);
  }

  Script left(
      String task,
      String kind,
      String agent,
      int attempt,
      String request,
      TaskState to,
      String cause) {
    Map<String, Object> details = new HashMap<>();
    details.put("cause", cause);
    if (request != null) {
      details.put("request", request);
    }
    return line(task, kind, agent, attempt, TaskState.IN_PROGRESS, to, details);
  }

  Script told(
      Told.What what,
      String agent,
      String task,
      int attempt,
      String request,
      long asked,
      long answered) {
    told.add(new Told(what, agent, task, attempt, request, asked, answered));
    return this;
  }

  Script end(String task, TaskState state, int attempt, String holder) {
    end.put(task, new Stored(state, attempt, holder));
    return this;
  }

  Script file(String path, String task) {
    files.put(path, task);
    return this;
  }

  History history() {
    return new History(lines, told, end, files, capacity);
  }
}
