package io.berth.acceptance.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The account of a run for people: on stdout and in {@code target/chaos-report.md}. */
final class Report {
  private Report() {}

  static void write(Path file, Options options, Tally tally, boolean diskRan) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("# Chaos run");
    lines.add("");
    lines.add("- seed " + options.seed() + ", blows for " + options.length());
    lines.add(
        "- " + options.callers() + " callers, " + options.perSecond() + " operations/s wanted");
    lines.add(
        "- " + Runtime.version() + ", " + Runtime.getRuntime().availableProcessors() + " cores");
    if (!diskRan) {
      lines.add("- **NOT RUN: full disk, because no file system could be mounted (needs root)**");
    }
    lines.add("");
    lines.add("| counted | |");
    lines.add("|---|---|");
    tally.counts().forEach((what, n) -> lines.add("| " + what + " | " + n + " |"));
    lines.add("");
    lines.add("| attempts that were tried again, by cause | |");
    lines.add("|---|---|");
    tally.retries().forEach((what, n) -> lines.add("| " + what + " | " + n + " |"));
    lines.add("");
    lines.add(
        "| operation, ms without dead time of the server | served | p50 | p95 | p99 | most |");
    lines.add("|---|---|---|---|---|---|");
    lines.addAll(tally.latencies());
    lines.add("");
    lines.add("## Broken promises: " + tally.broken().size());
    lines.add("");
    tally.broken().forEach(line -> lines.add("- " + line));
    Files.createDirectories(file.getParent());
    Files.write(file, lines);
    lines.forEach(System.out::println);
  }
}
