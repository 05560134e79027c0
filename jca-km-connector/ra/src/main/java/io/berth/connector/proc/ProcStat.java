package io.berth.connector.proc;

import java.util.Optional;

/**
 * What {@code /proc/PID/stat} says about a process.
 *
 * @param pid its number
 * @param state one letter; Z and X are dead, whether or not somebody reaped it
 * @param group its process group
 * @param session its session
 * @param cpuTicks user and system time used
 * @param startTicks when it started, in ticks since boot: with pid and boot id, its identity
 * @param rssPages resident pages, shared ones counted in full
 */
public record ProcStat(
    long pid, char state, long group, long session, long cpuTicks, long startTicks, long rssPages) {
  private static final int STATE = 0;
  private static final int GROUP = 2;
  private static final int SESSION = 3;
  private static final int UTIME = 11;
  private static final int STIME = 12;
  private static final int START = 19;
  private static final int RSS = 21;

  /** Reads one line; empty if it is not one. The name may hold blanks and parentheses. */
  public static Optional<ProcStat> parse(String line) {
    int open = line.indexOf('(');
    int close = line.lastIndexOf(')');
    if (open < 1 || close < open || close + 2 > line.length()) {
      return Optional.empty();
    }
    String[] fields = line.substring(close + 1).strip().split(" +");
    if (fields.length <= RSS) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new ProcStat(
              Long.parseLong(line.substring(0, open).strip()),
              fields[STATE].charAt(0),
              Long.parseLong(fields[GROUP]),
              Long.parseLong(fields[SESSION]),
              Long.parseLong(fields[UTIME]) + Long.parseLong(fields[STIME]),
              Long.parseLong(fields[START]),
              Long.parseLong(fields[RSS])));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Whether it still runs. A zombie does not: whoever should reap it may never do so. */
  public boolean alive() {
    return state != 'Z' && state != 'X' && state != 'x';
  }

  /** Whether a signal or a debugger holds it. */
  public boolean stopped() {
    return state == 'T' || state == 't';
  }

  /** Whether it belongs to the session or the group that this leader was started as. */
  public boolean belongsTo(long leader) {
    return session == leader || group == leader || pid == leader;
  }
}
