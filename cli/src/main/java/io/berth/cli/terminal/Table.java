package io.berth.cli.terminal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Lines up cells in columns, two spaces between; the last column is as long as it is. */
public final class Table {
  private final List<String[]> rows = new ArrayList<>();

  /** A table with a header. */
  public static Table of(String... header) {
    Table table = new Table();
    return table.row((Object[]) header);
  }

  /** Adds a row; null is shown as {@code -}. */
  public Table row(Object... cells) {
    rows.add(
        Arrays.stream(cells)
            .map(cell -> cell == null ? "-" : cell.toString())
            .toArray(String[]::new));
    return this;
  }

  /** The lines. */
  public List<String> lines() {
    int columns = rows.stream().mapToInt(row -> row.length).max().orElse(0);
    int[] widths = new int[columns];
    for (String[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        widths[i] = Math.max(widths[i], length(row[i]));
      }
    }
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private static String line(String[] row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < row.length; i++) {
      line.append(row[i]);
      if (i < row.length - 1) {
        line.append(" ".repeat(widths[i] - length(row[i]) + 2));
      }
    }
    return line.toString().stripTrailing();
  }

  private static int length(String cell) {
    String shown = cell.replaceAll("\u001b\\[[0-9;]*m", "");
    return shown.codePointCount(0, shown.length());
  }
}
