package io.berth.lifecycle.claim.proof;

import io.berth.lifecycle.claim.proof.History.Line;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Holds what callers were told of one task against the order of its lines: every answer must fit to
 * a moment between its question and its arrival, and what was over before another thing was asked
 * for must stand before it. The lines are the witness, so this takes linear time.
 */
final class RealTime {
  private final List<Line> lines;
  private final Told[] by;
  private final List<Told> unwritten = new ArrayList<>();
  private final List<String> violations = new ArrayList<>();

  private RealTime(List<Line> lines) {
    this.lines = lines;
    this.by = new Told[lines.size()];
  }

  static List<String> violations(History history) {
    Map<String, List<Line>> byTask = new HashMap<>();
    history.lines().forEach(l -> byTask.computeIfAbsent(l.task(), k -> new ArrayList<>()).add(l));
    Map<String, List<Told>> told = new HashMap<>();
    history.told().forEach(t -> told.computeIfAbsent(t.task(), k -> new ArrayList<>()).add(t));
    List<String> all = new ArrayList<>();
    told.forEach(
        (task, answers) -> {
          RealTime one = new RealTime(byTask.getOrDefault(task, List.of()));
          answers.forEach(one::match);
          one.order();
          all.addAll(one.violations);
        });
    return all;
  }

  /** Finds the line that an answer is about; refusals need not have one, nor have heartbeats. */
  private void match(Told told) {
    int line =
        switch (told.what()) {
          case GIVEN -> claim(told);
          case HOLDS -> -1;
          case TAKEN, REFUSED -> report(told);
        };
    boolean must = told.what() == Told.What.GIVEN || told.what() == Told.What.TAKEN;
    if (line >= 0 && by[line] == null) {
      by[line] = told;
    } else if (line >= 0) {
      violations.add("two were told of one line: " + told + " and " + by[line]);
    } else if (must) {
      violations.add("told, but not in the history: " + told);
    } else {
      unwritten.add(told);
    }
  }

  private int claim(Told told) {
    for (int i = 0; i < lines.size(); i++) {
      Line line = lines.get(i);
      if (line.kind().equals("claimed") && about(line, told)) {
        return i;
      }
    }
    return -1;
  }

  private int report(Told told) {
    boolean refused = told.what() == Told.What.REFUSED;
    for (int i = 0; i < lines.size(); i++) {
      Line line = lines.get(i);
      boolean same = told.request() != null && told.request().equals(line.request());
      if (same && about(line, told) && line.kind().equals("refused") == refused) {
        return i;
      }
    }
    return -1;
  }

  private static boolean about(Line line, Told told) {
    return told.agent().equals(line.agent()) && told.attempt() == line.attempt();
  }

  private void order() {
    // asked[p]: the latest question of what stands at or before p; answered[p]: the earliest answer
    // of what stands at or after p
    long[] asked = new long[lines.size()];
    long[] answered = new long[lines.size() + 1];
    long latest = Long.MIN_VALUE;
    for (int i = 0; i < asked.length; i++) {
      if (by[i] != null && by[i].answered() < latest) {
        violations.add("answered before what stands before it was asked for: " + by[i]);
      }
      latest = by[i] == null ? latest : Math.max(latest, by[i].asked());
      asked[i] = latest;
    }
    answered[asked.length] = Long.MAX_VALUE;
    for (int i = asked.length - 1; i >= 0; i--) {
      answered[i] = by[i] == null ? answered[i + 1] : Math.min(by[i].answered(), answered[i + 1]);
    }
    for (Told told : unwritten) {
      place(told, asked, answered);
    }
  }

  /** Finds a moment for an answer without a line: after line p and before the next one. */
  private void place(Told told, long[] asked, long[] answered) {
    int first = claim(told);
    if (first < 0) {
      if (told.what() == Told.What.HOLDS) {
        violations.add("told that it holds what it never got: " + told);
      }
      return;
    }
    int over = first + 1;
    while (over < lines.size() && !leaves(lines.get(over))) {
      over++;
    }
    boolean refused = told.what() == Told.What.REFUSED;
    int from = refused ? over : first;
    int to = refused ? lines.size() : over;
    for (int p = from; p < to; p++) {
      if (told.answered() >= asked[p] && told.asked() <= answered[p + 1]) {
        return;
      }
    }
    violations.add(
        (refused ? "refused although it still held: " : "applied although it was over: ") + told);
  }

  private static boolean leaves(Line line) {
    return line.to().isPresent() && !line.to().get().held() && !line.kind().equals("refused");
  }
}
