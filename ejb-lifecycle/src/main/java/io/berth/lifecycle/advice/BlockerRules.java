package io.berth.lifecycle.advice;

import io.berth.lifecycle.plan.Plan;
import io.berth.lifecycle.task.Task;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Ways out for who is stuck: by the kind of blocker, and by names of the board wherever it knows
 * some. What was found on the board comes first, what holds for all of that kind after it. Pure.
 */
final class BlockerRules {
  private static final int MOST = 12;

  private BlockerRules() {}

  static Suggestions suggest(Blockage blockage) {
    BlockerKind kind = BlockerKind.of(blockage.description());
    Surroundings around = blockage.around();
    List<String> steps = new ArrayList<>();
    around.solved().forEach(solved -> steps.add(solved(solved)));
    around.named().forEach(other -> steps.add(named(other)));
    steps.addAll(general(kind, blockage));
    if (!around.helpers().isEmpty() && kind != BlockerKind.ACCESS) {
      steps.add("Ask " + helper(around.helpers().get(0)) + ".");
    }
    steps.add(
        "If you cannot go on, release task "
            + blockage.task().id()
            + " with what you have as partial_work; the next holder is given it.");
    boolean grave = "high".equals(blockage.severity()) || !around.waiting().isEmpty();
    boolean person = kind == BlockerKind.ACCESS || kind == BlockerKind.UNCLEAR;
    return new Suggestions(
        kind.label(),
        cause(kind, around),
        impact(blockage.task(), around),
        steps.stream().limit(MOST).toList(),
        resources(kind, around),
        kind.hours() * ("high".equals(blockage.severity()) ? 2 : 1),
        person || (grave && "high".equals(blockage.severity())),
        prevention(kind),
        around.solved().stream().map(s -> "history of " + s.task()).toList(),
        collaborators(blockage),
        Plan.RULES,
        "by the words of the report and what the board knows");
  }

  private static String cause(BlockerKind kind, Surroundings around) {
    StringBuilder cause = new StringBuilder(kind.cause());
    around.named().stream()
        .filter(other -> !other.state().equals("done"))
        .findFirst()
        .ifPresent(
            other ->
                cause
                    .append("; ")
                    .append(other.id())
                    .append(" (")
                    .append(other.name())
                    .append(") is ")
                    .append(standing(other)));
    return cause.toString();
  }

  private static String standing(Surroundings.Other other) {
    return other.state() + (other.holder().isEmpty() ? "" : ", held by " + other.holder());
  }

  private static String impact(Task task, Surroundings around) {
    if (around.waiting().isEmpty()) {
      return "no other task waits for " + task.id();
    }
    List<String> names =
        around.waiting().stream().map(other -> other.id() + " (" + other.name() + ")").toList();
    return (names.size() == 1 ? "one task waits" : names.size() + " tasks wait")
        + " for "
        + task.id()
        + ": "
        + String.join(", ", names);
  }

  private static String solved(Surroundings.Solved solved) {
    return "Look at "
        + solved.task()
        + ", where "
        + solved.agent()
        + " was stuck with \""
        + shortened(solved.blocker())
        + "\" and ended with: "
        + (solved.solution().isBlank() ? "(nothing said)" : shortened(solved.solution()));
  }

  private static String named(Surroundings.Other other) {
    if (!other.file().isEmpty()) {
      return other.file()
          + " is taken by "
          + other.id()
          + " ("
          + other.name()
          + (other.holder().isEmpty() ? ")" : "), held by " + other.holder())
          + ": wait for its end, or agree on who changes what in the comments of "
          + other.id()
          + ".";
    }
    return switch (other.state()) {
      case "done" ->
          other.id() + " (" + other.name() + ") is done: bring its result into your work.";
      case "failed", "cancelled", "parked" ->
          other.id()
              + " ("
              + other.name()
              + ") is "
              + other.state()
              + ": nobody works on it; ask an operator to open it, or find a way without it.";
      case "todo" ->
          other.id()
              + " ("
              + other.name()
              + ") is not begun: ask an operator to raise its priority, or make what you need a stand-in.";
      default ->
          other.id()
              + " ("
              + other.name()
              + ") is "
              + standing(other)
              + ": follow its history; what you agree on belongs into its comments.";
    };
  }

  private static String helper(Surroundings.Helper helper) {
    List<String> why = new ArrayList<>();
    if (!helper.skills().isEmpty()) {
      why.add("who knows " + String.join(", ", helper.skills()));
    }
    if (!helper.finished().isEmpty()) {
      why.add("who finished " + helper.finished());
    }
    return helper.agent() + (why.isEmpty() ? "" : ", " + String.join(" and ", why));
  }

  private static List<String> general(BlockerKind kind, Blockage blockage) {
    return switch (kind) {
      case ACCESS ->
          List.of(
              "Report waiting_for_human and say which right you need, for what, and for how long.",
              "An operator puts the secret where it belongs; never into a comment, a task or the code.",
              "Meanwhile do what needs no access: tests with a stand-in, the part before it.");
      case DEPENDENCY ->
          List.of(
              "Say which task or which piece is missing: berth task list shows those there are.",
              "Write down the interface you need, work against a stand-in, and swap it later.",
              "If the order of the board is wrong, ask an operator to make "
                  + blockage.task().id()
                  + " wait for it.");
      case TESTS ->
          List.of(
              "Run the failing test alone, several times, and note the first lines of its failure.",
              "Look what changed since it was green, and try the same test without your change.",
              "If it fails without your change too, say so in a comment and add a task for it.");
      case CONFLICT ->
          List.of(
              "Bring your work up to date with the main line in small steps, with the tests after each.",
              "Name the files in 'files' of the task: two tasks that touch one are never held at once.");
      case ENVIRONMENT ->
          List.of(
              "Write down the exact command, its output and the versions.",
              "Try it in a clean environment; if it works there, compare the two.",
              "Check disk, memory and network of the machine before the code.");
      case UNCLEAR ->
          List.of(
              "Write the question so that it can be answered with one word, with the choice you would make.",
              "Report waiting_for_human: the lease is long enough for an answer.",
              "Do the part that is clear, and keep the open one easy to change.");
      case TECHNICAL ->
          List.of(
              "Make the smallest example that shows it.",
              blockage.attempted().isEmpty()
                  ? "Say what you tried; nothing is named so far."
                  : "Already tried: "
                      + shortened(String.join("; ", blockage.attempted()))
                      + ". Take a way that differs in its idea, not in its details.",
              "Cut the task: finish the part that works, and add the rest as a task of its own.");
    };
  }

  private static List<String> resources(BlockerKind kind, Surroundings around) {
    Set<String> resources = new LinkedHashSet<>();
    around
        .named()
        .forEach(other -> resources.add(other.file().isEmpty() ? other.id() : other.file()));
    switch (kind) {
      case ACCESS -> resources.add("an operator who grants the access");
      case UNCLEAR -> resources.add("somebody who decides what is wanted");
      case ENVIRONMENT -> resources.add("a clean environment");
      default -> resources.add("the history of the task");
    }
    return List.copyOf(resources);
  }

  private static List<String> prevention(BlockerKind kind) {
    return switch (kind) {
      case ACCESS -> List.of("Grant what a task needs before it is handed out.");
      case DEPENDENCY -> List.of("Make the task wait for what it needs: 'dependencies'.");
      case TESTS ->
          List.of("Run all tests before the work begins, so that old failures are known.");
      case CONFLICT -> List.of("Name the files that a task touches.");
      case ENVIRONMENT -> List.of("Keep the environment in files that everybody uses.");
      case UNCLEAR -> List.of("Write into the task how it is known to be done.");
      case TECHNICAL -> List.of("Try the uncertain part first.");
    };
  }

  private static List<String> collaborators(Blockage blockage) {
    Set<String> agents = new LinkedHashSet<>();
    blockage.around().named().forEach(other -> agents.add(other.holder()));
    blockage.around().solved().forEach(solved -> agents.add(solved.agent()));
    blockage.around().helpers().forEach(helper -> agents.add(helper.agent()));
    agents.remove("");
    agents.remove(blockage.reporter());
    return agents.stream().limit(5).toList();
  }

  private static String shortened(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    return line.length() > 300 ? line.substring(0, 299) + "…" : line;
  }
}
