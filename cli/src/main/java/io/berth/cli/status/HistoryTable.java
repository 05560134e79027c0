package io.berth.cli.status;

import io.berth.cli.http.Values;
import io.berth.cli.terminal.Amounts;
import io.berth.cli.terminal.Sparkline;
import io.berth.cli.terminal.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleFunction;

/** The history of the installation as a few lines of bars. Pure. */
final class HistoryTable {
  private static final int WIDTH = 48;

  private HistoryTable() {}

  /** The lines; one that says so when there is no history yet. */
  static List<String> lines(
      List<Map<String, Object>> points, Instant since, Duration step, Instant now) {
    if (points.isEmpty()) {
      return List.of("No history yet: one sample a minute is taken while a node runs.");
    }
    Duration shown = Duration.between(since, now).plusSeconds(30);
    Table table =
        Table.of(
            "last " + Amounts.span(shown), "a point: " + Amounts.span(step), "low", "high", "now");
    row(table, points, since, step, now, "active", "active", HistoryTable::number);
    row(table, points, since, step, now, "memory", "memoryBytes", HistoryTable::bytes);
    row(table, points, since, step, now, "saved", "savedBytes", HistoryTable::bytes);
    row(table, points, since, step, now, "cpu", "cpuPercent", x -> Math.round(x) + " %");
    row(table, points, since, step, now, "requests/min", "requestsPerMinute", HistoryTable::number);
    row(table, points, since, step, now, "starts", "starts", HistoryTable::number);
    row(table, points, since, step, now, "stops", "stops", HistoryTable::number);
    row(table, points, since, step, now, "ports", "portsUsed", HistoryTable::number);
    return table.lines();
  }

  private static void row(
      Table table,
      List<Map<String, Object>> points,
      Instant since,
      Duration step,
      Instant now,
      String name,
      String field,
      DoubleFunction<String> shown) {
    List<Double> known = points.stream().map(point -> Values.number(point, field)).toList();
    double low = known.stream().mapToDouble(x -> x).min().orElse(0);
    double high = known.stream().mapToDouble(x -> x).max().orElse(0);
    table.row(
        name,
        Sparkline.of(onTheGrid(points, field, since, step, now), WIDTH),
        shown.apply(low),
        shown.apply(high),
        shown.apply(known.get(known.size() - 1)));
  }

  /** why: a time in which no node ran must be seen as a gap, and not be left out. */
  private static List<Double> onTheGrid(
      List<Map<String, Object>> points, String field, Instant since, Duration step, Instant now) {
    long seconds = Math.max(1, step.toSeconds());
    long first = since.getEpochSecond() / seconds;
    int cells = (int) Math.min(2_000, now.getEpochSecond() / seconds - first + 1);
    List<Double> grid = new ArrayList<>();
    for (int i = 0; i < cells; i++) {
      grid.add(Double.NaN);
    }
    for (Map<String, Object> point : points) {
      Values.time(point, "at")
          .map(at -> (int) (at.getEpochSecond() / seconds - first))
          .filter(cell -> cell >= 0 && cell < cells)
          .ifPresent(cell -> grid.set(cell, Values.number(point, field)));
    }
    return grid;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value < 10 && value % 1 != 0 ? "%.1f" : "%.0f", value);
  }

  private static String bytes(double value) {
    return Amounts.bytes((long) value);
  }
}
