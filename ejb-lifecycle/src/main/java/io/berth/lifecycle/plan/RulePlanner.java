package io.berth.lifecycle.plan;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.lifecycle.task.Priority;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Turns a description into steps by what is written in it: its items become steps in the order that
 * {@link ItemOrder} finds, framed by design, check and documentation where they are worth it. One
 * thing that takes several sentences is designed, built, tested and documented; a short one is one
 * step. The same words always make the same plan. Pure.
 */
public final class RulePlanner implements Planner {
  static final String DESIGN = "design";
  static final String BUILD = "build";
  static final String TEST = "test";
  static final String VERIFY = "verify";
  static final String DOCUMENT = "document";

  private static final String REASON = "read from the layout and the words of the description";
  private static final int LONGEST_NAME = 120;
  private static final int LONGEST_INTRO = 2_000;
  private static final int LONG = 120;
  private static final int WORTH_A_DESIGN = 4;
  private static final int WORTH_A_PAGE = 3;

  @Override
  public Plan draw(PlanOrder order) throws KmException {
    Outline outline = Outline.of(order.description());
    if (outline.items().size() > Plan.MOST_STEPS - 3) {
      throw invalid(
          "the description has "
              + outline.items().size()
              + " items, and at most "
              + (Plan.MOST_STEPS - 3)
              + " become tasks at once: split it");
    }
    List<PlanStep> steps =
        outline.items().size() > 1 ? framed(order, outline) : single(order, outline);
    try {
      return new Plan(StepOrder.of(steps), Plan.RULES, REASON, OptionalDouble.empty());
    } catch (IllegalArgumentException e) {
      throw invalid("the description makes no plan: " + e.getMessage());
    }
  }

  private static KmException invalid(String detail) {
    return new KmException(Problem.INVALID, detail);
  }

  private static List<PlanStep> single(PlanOrder order, Outline outline) {
    String text = order.description();
    boolean small = text.length() < LONG || text.split("[.!?]\\s").length < 3;
    if (small) {
      return List.of(new Draft(order, "", BUILD, order.title(), text).step("build-1", List.of()));
    }
    Draft build = new Draft(order, "", BUILD, "Implement: " + order.title(), text);
    double hours = build.hours();
    return List.of(
        new Draft(order, "", DESIGN, "Design: " + order.title(), text)
            .taking(hours / 4)
            .step(DESIGN, List.of()),
        build.step(BUILD, List.of(DESIGN)),
        new Draft(order, "", TEST, "Test: " + order.title(), text)
            .taking(hours / 2)
            .step(TEST, List.of(BUILD)),
        new Draft(order, "", DOCUMENT, "Document: " + order.title(), text)
            .taking(hours / 8)
            .step(DOCUMENT, List.of(TEST)));
  }

  private static List<PlanStep> framed(PlanOrder order, Outline outline) {
    List<Outline.Item> items = outline.items();
    List<String> phases = items.stream().map(item -> Clues.phase(item.first())).toList();
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      keys.add(phases.get(i) + "-" + (i + 1));
    }
    ItemOrder itemOrder = new ItemOrder(items, phases, keys);
    List<List<String>> after = itemOrder.after();
    List<PlanStep> steps = new ArrayList<>();
    String whole = outline.intro();
    long builds = phases.stream().filter(BUILD::equals).count();
    boolean designed = builds >= WORTH_A_DESIGN && !phases.contains(DESIGN);
    if (designed) {
      Draft design =
          new Draft(order, "", DESIGN, "Design: " + order.title(), order.description()).taking(4);
      steps.add(design.step(DESIGN, List.of()));
    }
    for (int i = 0; i < items.size(); i++) {
      Outline.Item item = items.get(i);
      Draft draft =
          new Draft(
              order,
              whole,
              phases.get(i),
              itemOrder.alone(item.first()),
              itemOrder.alone(item.text()));
      List<String> before = designed && after.get(i).isEmpty() ? List.of(DESIGN) : after.get(i);
      steps.add(draft.in(item.section()).step(keys.get(i), before));
    }
    double hours = steps.stream().mapToDouble(PlanStep::hours).sum();
    if (!phases.contains(TEST)) {
      Draft verify =
          new Draft(
              order, "", VERIFY, "Bring together and check: " + order.title(), order.description());
      steps.add(verify.taking(hours / 5).step(VERIFY, ends(steps)));
    }
    if (builds >= WORTH_A_PAGE && !phases.contains(DOCUMENT)) {
      Draft page =
          new Draft(order, "", DOCUMENT, "Document: " + order.title(), order.description());
      steps.add(page.taking(hours / 10).step(DOCUMENT, ends(steps)));
    }
    return steps;
  }

  /** Steps that no other waits for. */
  private static List<String> ends(List<PlanStep> steps) {
    Set<String> ends = new LinkedHashSet<>();
    steps.forEach(step -> ends.add(step.key()));
    steps.forEach(step -> ends.removeAll(step.after()));
    return List.copyOf(ends);
  }

  /** A step before it has its place. */
  private record Draft(
      PlanOrder order,
      String intro,
      String phase,
      String line,
      String text,
      String section,
      double hours) {
    Draft(PlanOrder order, String intro, String phase, String line, String text) {
      this(order, intro, phase, line, text, "", Clues.hours(text));
    }

    Draft taking(double time) {
      double rounded = Math.max(1, Math.min(40, Math.round(time * 2) / 2.0));
      return new Draft(order, intro, phase, line, text, section, rounded);
    }

    Draft in(String heading) {
      return new Draft(order, intro, phase, line, text, heading, hours);
    }

    PlanStep step(String key, List<String> after) {
      Set<String> preferred = new LinkedHashSet<>(order.techStack());
      preferred.addAll(Clues.skills(line + "\n" + text));
      Set<String> labels = new LinkedHashSet<>(order.techStack());
      slug(section).ifPresent(labels::add);
      return new PlanStep(
          key,
          phase,
          name(),
          description(),
          hours,
          priority(),
          List.copyOf(labels),
          Clues.required(text),
          List.copyOf(preferred),
          after);
    }

    private Priority priority() {
      return Clues.priority(text)
          .or(() -> Clues.priority(order.title() + "\n" + intro))
          .orElse(Priority.MEDIUM);
    }

    private String name() {
      String plain = plain(line);
      String first = plain.isEmpty() ? order.title() : plain;
      return first.length() > LONGEST_NAME
          ? first.substring(0, LONGEST_NAME - 1).strip() + "…"
          : first;
    }

    private static String plain(String words) {
      return words.replaceAll("\\p{Cntrl}", " ").replaceAll("[*_`]{1,3}", "").strip();
    }

    /** why with the whole: who takes one step has not read the others */
    private String description() {
      boolean part = !text.equals(order.description());
      StringBuilder all = new StringBuilder();
      // why not always: a line that is the name would be read twice
      if (!part || !plain(text).equals(name())) {
        all.append(text.strip()).append(part ? "\n\n" : "");
      }
      if (part) {
        all.append("Part of: ").append(order.title());
        if (!intro.isBlank()) {
          all.append("\n").append(intro, 0, Math.min(LONGEST_INTRO, intro.length()));
        }
      }
      return all.toString();
    }

    private static Optional<String> slug(String heading) {
      String plain =
          heading
              .toLowerCase(Locale.ROOT)
              .replaceAll("[^\\p{L}\\p{N}]+", "-")
              .replaceAll("^-+", "");
      String cut = plain.length() > 60 ? plain.substring(0, 60) : plain;
      return Optional.of(cut.replaceAll("-+$", "")).filter(s -> !s.isEmpty());
    }
  }
}
