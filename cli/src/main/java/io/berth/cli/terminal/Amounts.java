package io.berth.cli.terminal;

import java.time.Duration;
import java.util.Locale;

/** Numbers as an operator reads them. */
public final class Amounts {
  private static final double KILO = 1000;
  private static final double MEGA = KILO * KILO;
  private static final double GIGA = MEGA * KILO;

  private Amounts() {}

  /** {@code 890 MB}, {@code 2.1 GB}. */
  public static String bytes(long bytes) {
    if (bytes >= GIGA) {
      return String.format(Locale.ROOT, "%.1f GB", bytes / GIGA);
    }
    if (bytes >= MEGA) {
      return String.format(Locale.ROOT, "%.0f MB", bytes / MEGA);
    }
    return bytes >= KILO ? String.format(Locale.ROOT, "%.0f kB", bytes / KILO) : bytes + " B";
  }

  /** {@code 45s}, {@code 23m}, {@code 2h}, {@code 3d}. */
  public static String span(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    if (seconds < 60) {
      return seconds + "s";
    }
    if (seconds < 3600) {
      return seconds / 60 + "m";
    }
    return seconds < 86_400 ? seconds / 3600 + "h" : seconds / 86_400 + "d";
  }

  /** {@code 0.2 s}. */
  public static String seconds(double seconds) {
    return String.format(Locale.ROOT, seconds < 0.095 ? "%.2f s" : "%.1f s", seconds);
  }

  /** {@code 25 %}; 0 where there is no whole. */
  public static String percent(double part, double whole) {
    return Math.round(whole <= 0 ? 0 : 100 * part / whole) + " %";
  }
}
