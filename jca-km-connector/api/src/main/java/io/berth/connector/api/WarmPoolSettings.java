package io.berth.connector.api;

import java.time.Duration;
import java.util.Objects;

/**
 * How many processes of the built-in KM are kept started without a project.
 *
 * @param size so many; 0 for none
 * @param maxAge one that nobody needed for so long is replaced by a new one
 */
public record WarmPoolSettings(int size, Duration maxAge) {
  /** No warm pool: every start is cold. */
  public static final WarmPoolSettings NONE = new WarmPoolSettings(0, Duration.ofHours(6));

  public WarmPoolSettings {
    Objects.requireNonNull(maxAge, "maxAge");
    if (size < 0 || maxAge.isNegative() || maxAge.isZero()) {
      throw new IllegalArgumentException("a warm pool of " + size + " with max age " + maxAge);
    }
  }
}
