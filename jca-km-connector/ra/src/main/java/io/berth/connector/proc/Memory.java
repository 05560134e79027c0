package io.berth.connector.proc;

/** Resident memory of a process from {@code /proc/PID/smaps_rollup}, in bytes. */
public record Memory(long rssBytes, long pssBytes) {
  /** Reads the whole file; what is missing counts as zero. */
  public static Memory parse(Iterable<String> lines) {
    long rss = 0;
    long pss = 0;
    for (String line : lines) {
      if (line.startsWith("Rss:")) {
        rss = kilobytes(line);
      } else if (line.startsWith("Pss:")) {
        pss = kilobytes(line);
      }
    }
    return new Memory(rss, pss);
  }

  private static long kilobytes(String line) {
    String digits = line.replaceAll("[^0-9]", "");
    return digits.isEmpty() ? 0 : Long.parseLong(digits) * 1024;
  }
}
