package io.berth.cli.os;

import java.util.Optional;

/**
 * The part of {@code /proc/PID/stat} that tells one process from another.
 *
 * @param state the kernel's letter: R, S, D, Z …
 * @param group its process group
 * @param startTicks clock ticks between the boot and its start
 */
public record ProcessStat(char state, long group, long startTicks) {
  private static final int GROUP = 2;
  private static final int START_TICKS = 19;

  /** Reads the line; empty if it is not one. */
  static Optional<ProcessStat> parse(String line) {
    // why: the program's name stands in brackets and may itself contain spaces and brackets.
    int afterName = line.lastIndexOf(')') + 2;
    if (afterName < 2 || afterName >= line.length()) {
      return Optional.empty();
    }
    String[] fields = line.substring(afterName).strip().split(" ");
    if (fields.length <= START_TICKS) {
      return Optional.empty();
    }
    return Optional.of(
        new ProcessStat(
            fields[0].charAt(0),
            Long.parseLong(fields[GROUP]),
            Long.parseLong(fields[START_TICKS])));
  }

  /** Whether it still runs: a zombie holds no memory, port or file. */
  public boolean running() {
    return state != 'Z' && state != 'X';
  }
}
