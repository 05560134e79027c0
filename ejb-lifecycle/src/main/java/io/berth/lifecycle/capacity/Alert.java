package io.berth.lifecycle.capacity;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * Something that a node runs out of. Raised once, cleared once; its figures are those of the last
 * minute.
 *
 * @param resource what
 * @param since when it was raised
 * @param amount the figures
 * @param timeLeft until it is exhausted at the present rate, if it grows
 */
public record Alert(Resource resource, Instant since, Amount amount, Optional<Duration> timeLeft) {
  private static final double MEGA = 1_000_000;

  /** The figures in words. */
  public String figures() {
    String text =
        String.format(
            Locale.ROOT,
            "%s of %s %s in use (%.0f %%)",
            words(amount.used()),
            words(amount.limit()),
            resource.what(),
            100 * amount.share());
    return timeLeft
        .map(left -> text + ", exhausted in about " + Math.max(1, left.toMinutes()) + " min")
        .orElse(text);
  }

  private String words(double value) {
    boolean bytes = resource == Resource.MEMORY || resource == Resource.DISK;
    return bytes
        ? String.format(Locale.ROOT, "%.0f MB", value / MEGA)
        : String.format(Locale.ROOT, value < 10 && value % 1 != 0 ? "%.1f" : "%.0f", value);
  }
}
