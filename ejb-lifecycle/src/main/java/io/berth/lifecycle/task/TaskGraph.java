package io.berth.lifecycle.task;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What waits for what within one project. Pure; used on one thread. */
final class TaskGraph {
  private final Map<String, Set<String>> waits = new HashMap<>();

  /** A task waits for another. */
  TaskGraph add(String task, String dependency) {
    waits.computeIfAbsent(task, key -> new TreeSet<>()).add(dependency);
    return this;
  }

  /**
   * A circle, the same task at both ends; empty if there is none. Only circles through these tasks
   * are looked for: it has no others if it had none before they were changed.
   */
  List<String> circle(Iterable<String> changed) {
    Set<String> clean = new HashSet<>();
    for (String start : changed) {
      List<String> found = from(start, clean);
      if (!found.isEmpty()) {
        return found;
      }
    }
    return List.of();
  }

  /** why without recursion: a chain may be as long as a project has tasks */
  private List<String> from(String start, Set<String> clean) {
    Deque<String> path = new ArrayDeque<>();
    Deque<Iterator<String>> next = new ArrayDeque<>();
    Set<String> onPath = new HashSet<>();
    enter(start, path, next, onPath);
    while (!next.isEmpty()) {
      if (!next.peek().hasNext()) {
        next.pop();
        String left = path.pop();
        onPath.remove(left);
        clean.add(left);
        continue;
      }
      String task = next.peek().next();
      if (onPath.contains(task)) {
        return named(path, task);
      }
      if (!clean.contains(task)) {
        enter(task, path, next, onPath);
      }
    }
    return List.of();
  }

  private void enter(
      String task, Deque<String> path, Deque<Iterator<String>> next, Set<String> onPath) {
    path.push(task);
    onPath.add(task);
    next.push(waits.getOrDefault(task, Set.of()).iterator());
  }

  private static List<String> named(Deque<String> path, String closing) {
    List<String> circle = new ArrayList<>();
    circle.add(closing);
    for (String task : path) {
      circle.add(task);
      if (task.equals(closing)) {
        break;
      }
    }
    Collections.reverse(circle);
    return circle;
  }
}
