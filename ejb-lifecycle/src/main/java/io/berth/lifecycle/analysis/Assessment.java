package io.berth.lifecycle.analysis;

import io.berth.lifecycle.analysis.BoardFacts.Group;
import io.berth.lifecycle.analysis.Risk.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What follows from the facts: risks, the worst first, and the level of all. Pure. */
public final class Assessment {
  private static final int MANY = 3;

  private Assessment() {}

  /** The risks that the facts show. */
  static List<Risk> risks(String project, BoardFacts board, Optional<KnowledgeFacts> knowledge) {
    List<Risk> risks = new ArrayList<>();
    boolean mostOverdue = board.overdue().count() * 4 > board.unfinished();
    add(
        risks,
        "overdue",
        mostOverdue ? Severity.CRITICAL : Severity.HIGH,
        board.overdue(),
        "not finished in time: change dueAt, or what is to be done");
    add(
        risks,
        "failed",
        Severity.HIGH,
        board.failed(),
        "given up after their attempts: look at their history, mend them, open them again");
    add(
        risks,
        "missing_skills",
        Severity.HIGH,
        board.unskilled(),
        "require skills that no agent has: register one, or require less");
    add(
        risks,
        "blocked",
        many(board.blocked()),
        board.blocked(),
        "blocked: look at the blockers in their history");
    add(
        risks,
        "stalled",
        many(board.stalled()),
        board.stalled(),
        "held, and nothing was reported for a day: ask the holder, or take them back");
    add(
        risks,
        "returned",
        Severity.MEDIUM,
        board.returned(),
        "came back three times or more: split them, or say more of what is to be done");
    if (board.held() == 0 && board.board().ready() > 0) {
      add(
          risks,
          "nobody_works",
          Severity.MEDIUM,
          new Group(board.board().ready(), List.of()),
          "ready, and nobody works: start agents for project " + project);
    }
    knowledge.ifPresent(facts -> knowledge(risks, project, facts));
    risks.sort(Comparator.comparing(Risk::severity).reversed());
    return List.copyOf(risks);
  }

  private static void knowledge(List<Risk> risks, String project, KnowledgeFacts facts) {
    facts
        .indexes()
        .forEach(
            (index, sound) -> {
              if (!sound) {
                risks.add(
                    new Risk(
                        "index_damaged",
                        Severity.CRITICAL,
                        "the search index of "
                            + index
                            + " does not say what is known: berth project reindex "
                            + project,
                        List.of()));
              }
            });
    if (facts.items() == 0) {
      risks.add(
          new Risk(
              "nothing_known",
              Severity.LOW,
              "nothing is known of the project: berth project import " + project + " DIR",
              List.of()));
      return;
    }
    boolean most = facts.unknown().size() * 2 > facts.asked();
    add(
        risks,
        "unknown_work",
        most ? Severity.MEDIUM : Severity.LOW,
        new Group(facts.unknown().size(), facts.unknown()),
        "are about what the knowledge says next to nothing of: import or save what is known");
  }

  private static Severity many(Group group) {
    return group.count() >= MANY ? Severity.HIGH : Severity.MEDIUM;
  }

  private static void add(
      List<Risk> risks, String type, Severity severity, Group group, String what) {
    if (group.count() > 0) {
      String tasks = group.count() == 1 ? "1 task: " : group.count() + " tasks: ";
      risks.add(new Risk(type, severity, tasks + what, group.tasks()));
    }
  }

  /** All that is told: facts, risks, level. */
  public static Map<String, Object> values(
      String project, BoardFacts board, Optional<KnowledgeFacts> knowledge) {
    List<Risk> risks = risks(project, board, knowledge);
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("riskLevel", level(risks).label());
    values.put("risks", risks.stream().map(Risk::values).toList());
    values.put("board", board.values());
    values.put("knowledge", knowledge.map(KnowledgeFacts::values).orElse(null));
    return values;
  }

  static Severity level(List<Risk> risks) {
    return risks.stream().map(Risk::severity).max(Comparator.naturalOrder()).orElse(Severity.LOW);
  }
}
