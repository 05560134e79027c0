package io.berth.cli.status;

import io.berth.cli.http.Values;
import io.berth.cli.terminal.Amounts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** One project's process as a row of the detailed status. Pure. */
public final class ProcessRow {
  private static final Set<String> BY_POLICY = Set.of("idle", "unused");

  private ProcessRow() {}

  /** The cells: id, state, then what is worth knowing in that state. */
  public static List<String> of(Map<String, Object> process, Instant now) {
    String state = Values.text(process, "state");
    List<String> cells = new ArrayList<>(List.of(Values.text(process, "projectId"), state));
    switch (state) {
      case "READY", "DRAINING", "STOPPING" -> running(cells, process, now);
      case "STARTING" -> starting(cells, process);
      default -> lastExit(cells, process, now);
    }
    return cells;
  }

  private static void running(List<String> cells, Map<String, Object> process, Instant now) {
    cells.add(
        Values.has(process, "port")
            ? "port " + (long) Values.number(process, "port")
            : "over stdio");
    cells.add(Math.round(Values.number(process, "requestsPerMinute")) + " req/min");
    String memory = Values.has(process, "pssBytes") ? "pssBytes" : "rssBytes";
    cells.add(Amounts.bytes((long) Values.number(process, memory)));
    Values.time(process, "startedAt")
        .ifPresent(start -> cells.add("up " + Amounts.span(Duration.between(start, now))));
  }

  private static void starting(List<String> cells, Map<String, Object> process) {
    if (Values.has(process, "port")) {
      cells.add("port " + (long) Values.number(process, "port"));
    }
    if (Values.has(process, "etaMillis")) {
      long eta = (long) Values.number(process, "etaMillis");
      cells.add("ETA " + Amounts.span(Duration.ofMillis(eta)));
    }
  }

  private static void lastExit(List<String> cells, Map<String, Object> process, Instant now) {
    Map<String, Object> exit = Values.object(process, "lastExit");
    String reason = Values.text(exit, "reason").toLowerCase(Locale.ROOT).replace('_', '-');
    if (reason.isEmpty()) {
      cells.add("not started since the server came up");
      return;
    }
    String ago =
        Values.time(exit, "at")
            .map(at -> " " + Amounts.span(Duration.between(at, now)) + " ago")
            .orElse("");
    cells.add((BY_POLICY.contains(reason) ? reason + "-stopped" : "stopped: " + reason) + ago);
  }
}
