package io.berth.cli.terminal;

import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * One step under way: a bar that is redrawn where stderr is a terminal, else one line at its start.
 * Used by one thread.
 */
public final class Progress implements AutoCloseable {
  private static final int WIDTH = 24;
  private static final long DRAW_EVERY_NANOS = 100_000_000L;
  private static final double NANOS = 1e9;

  private final Console console;
  private final String what;
  private final LongSupplier nanos = System::nanoTime;
  private final long started;
  private long drawn;
  private boolean shown;

  /** Begins a step. */
  public Progress(Console console, String what) {
    this.console = console;
    this.what = what;
    this.started = nanos.getAsLong();
    if (!console.interactive()) {
      console.note(what + " …");
    }
  }

  /** How far it is, from 0 to 1; call it as often as you like. */
  public void at(double fraction) {
    long now = nanos.getAsLong();
    if (!console.interactive() || now - drawn < DRAW_EVERY_NANOS) {
      return;
    }
    drawn = now;
    shown = true;
    int full = (int) Math.round(Math.max(0, Math.min(1, fraction)) * WIDTH);
    console.err().print("\r" + what + " [" + "#".repeat(full) + " ".repeat(WIDTH - full) + "] ");
    console.err().print(seconds(now) + " s ");
    console.err().flush();
  }

  /** How far a step is of which only the usual length is known: nears 1 and never reaches it. */
  public void expecting(double usualSeconds) {
    double passed = (nanos.getAsLong() - started) / NANOS;
    at(1 - Math.exp(-2 * passed / usualSeconds));
  }

  /** Seconds since its start, as text. */
  public String seconds() {
    return seconds(nanos.getAsLong());
  }

  private String seconds(long now) {
    return String.format(Locale.ROOT, "%.1f", (now - started) / NANOS);
  }

  @Override
  public void close() {
    if (shown) {
      console.err().print("\r\u001b[K");
      console.err().flush();
    }
  }
}
