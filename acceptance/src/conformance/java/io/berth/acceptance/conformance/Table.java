package io.berth.acceptance.conformance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The outcomes of one server under one revision, a column for each way to it. The first column is
 * the server itself, what the others are measured by.
 */
final class Table {
  private final String server;
  private final Revision revision;
  private final Set<String> required;
  private final Map<String, Map<String, Outcome>> columns = new LinkedHashMap<>();

  /**
   * @param required the scenarios that count
   */
  Table(String server, Revision revision, Set<String> required) {
    this.server = server;
    this.revision = revision;
    this.required = required;
  }

  void add(String column, Map<String, Outcome> outcomes) {
    columns.put(column, outcomes);
  }

  Set<String> scenarios() {
    Set<String> all = new TreeSet<>();
    columns.values().forEach(column -> all.addAll(column.keySet()));
    return all;
  }

  Map<String, Outcome> column(String name) {
    return columns.get(name);
  }

  Set<String> required() {
    return required;
  }

  /** What a check came to on each way but the first; nothing where its scenario was not run. */
  List<String> through(String scenario, String check) {
    return columns.values().stream()
        .skip(1)
        .filter(column -> column.containsKey(scenario))
        .map(column -> column.get(scenario).checks().getOrDefault(check, "absent"))
        .toList();
  }

  /** Checks whose status is not the one of the first column, in words; what both skip is equal. */
  List<String> differences() {
    Map<String, Outcome> direct = columns.values().iterator().next();
    List<String> found = new ArrayList<>();
    columns.forEach(
        (column, outcomes) ->
            scenarios()
                .forEach(
                    scenario ->
                        compare(
                            column,
                            scenario,
                            direct.get(scenario),
                            outcomes.get(scenario),
                            found)));
    return found;
  }

  /** Scenarios that pass in the first column and fail in another. */
  List<String> losses() {
    Map<String, Outcome> direct = columns.values().iterator().next();
    List<String> found = new ArrayList<>();
    columns.forEach(
        (column, outcomes) ->
            direct.forEach(
                (scenario, outcome) -> {
                  Outcome other = outcomes.get(scenario);
                  if (outcome.passed() && (other == null || !other.passed())) {
                    found.add(
                        column + ", " + scenario + ": " + (other == null ? "not run" : other));
                  }
                }));
    return found;
  }

  private void compare(
      String column, String scenario, Outcome direct, Outcome other, List<String> found) {
    if (direct == null || other == null) {
      found.add(column + ", " + scenario + ": not run " + (other == null ? "here" : "directly"));
      return;
    }
    Set<String> ids = new TreeSet<>(direct.checks().keySet());
    ids.addAll(other.checks().keySet());
    for (String id : ids) {
      String was = direct.checks().getOrDefault(id, "absent");
      String is = other.checks().getOrDefault(id, "absent");
      if (!was.equals(is)) {
        found.add(
            "%s, %s, %s of %s %s: directly %s, here %s %s %s"
                .formatted(
                    column,
                    revision.label(),
                    server,
                    scenario,
                    id,
                    was,
                    is,
                    direct.failures().getOrDefault(id, ""),
                    other.failures().getOrDefault(id, "")));
      }
    }
  }

  /** For the page; {@code why} gives a reason for each scenario that fails, or nothing. */
  String markdown(java.util.function.Function<String, String> why) {
    StringBuilder page = new StringBuilder();
    page.append("### ")
        .append(server)
        .append(", ")
        .append(revision.label())
        .append("\n\n| scenario |");
    columns.keySet().forEach(column -> page.append(' ').append(column).append(" |"));
    page.append(" why |\n|---|").append("---|".repeat(columns.size() + 1)).append('\n');
    for (String scenario : scenarios()) {
      page.append("| ").append(scenario);
      page.append(required.contains(scenario) ? " |" : " (not scored) |");
      boolean failed = false;
      for (Map<String, Outcome> column : columns.values()) {
        Outcome outcome = column.get(scenario);
        failed |= outcome != null && !outcome.passed();
        page.append(' ').append(outcome == null ? "not run" : outcome.text()).append(" |");
      }
      page.append(' ').append(failed ? why.apply(scenario) : "").append(" |\n");
    }
    return page.append('\n').toString();
  }
}
