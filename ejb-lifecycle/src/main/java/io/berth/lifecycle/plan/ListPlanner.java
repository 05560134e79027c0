package io.berth.lifecycle.plan;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a description as its author laid it out: numbered lines are steps one after the other,
 * other list lines are steps side by side, and text without a list is one step. Steps of a list are
 * followed by one that brings them together. It guesses nothing that is not written. Pure.
 */
public final class ListPlanner implements Planner {
  /** The most lines that become steps. */
  public static final int MOST = 100;

  private static final Pattern LINE =
      Pattern.compile("^\\s*(?:([-*•+])|(\\d{1,3})[.)])\\s+(\\S.*)$");
  private static final int LONGEST_NAME = 120;
  private static final double HOURS = Plan.HOURS_A_DAY;

  private record Item(boolean numbered, StringBuilder text) {}

  @Override
  public Plan draw(PlanOrder order) throws KmException {
    List<Item> items = items(order.description());
    if (items.size() > MOST) {
      throw new KmException(
          Problem.INVALID,
          "the description has "
              + items.size()
              + " list lines, and at most "
              + MOST
              + " become tasks at once: split it");
    }
    List<PlanStep> steps = new ArrayList<>();
    if (items.size() < 2) {
      steps.add(step("build-1", "build", order.title(), order.description(), order, List.of()));
      return plan(steps);
    }
    List<String> ends = new ArrayList<>();
    for (Item item : items) {
      String key = "build-" + (steps.size() + 1);
      boolean chained = item.numbered && !ends.isEmpty();
      List<String> after = chained ? List.of(ends.get(ends.size() - 1)) : List.of();
      steps.add(step(key, "build", item.text.toString(), "", order, after));
      ends.removeAll(after);
      ends.add(key);
    }
    steps.add(
        step(
            "verify",
            "verify",
            "Bring together and check: " + order.title(),
            order.description(),
            order,
            ends));
    return plan(steps);
  }

  private static Plan plan(List<PlanStep> steps) {
    return new Plan(steps, "list", OptionalDouble.empty());
  }

  /** Lines that belong to a list line, because they are indented under it, stay with it. */
  private static List<Item> items(String description) {
    List<Item> items = new ArrayList<>();
    boolean open = false;
    for (String line : description.lines().toList()) {
      Matcher found = LINE.matcher(line);
      if (found.matches()) {
        items.add(new Item(found.group(2) != null, new StringBuilder(found.group(3).strip())));
        open = true;
      } else if (open && line.startsWith("  ") && !line.isBlank()) {
        items.get(items.size() - 1).text.append('\n').append(line.strip());
      } else {
        open = false;
      }
    }
    return items;
  }

  private static PlanStep step(
      String key,
      String phase,
      String text,
      String description,
      PlanOrder order,
      List<String> after) {
    String first = text.lines().findFirst().orElse(text).replaceAll("\\p{Cntrl}", " ").strip();
    boolean cut = first.length() > LONGEST_NAME;
    String name = cut ? first.substring(0, LONGEST_NAME - 1).strip() + "…" : first;
    boolean more = cut || text.lines().count() > 1;
    String whole = description.isEmpty() && more ? text : description;
    return new PlanStep(key, phase, name, whole, HOURS, order.techStack(), after);
  }
}
