package io.berth.lifecycle.plan;

import java.util.Locale;
import java.util.Optional;

/** Where new tasks go among those of a board. */
public enum Placing {
  /** After the tasks whose ids the description names; beside everything if it names none. */
  AUTO_DETECT,
  /** After what is being worked on now. */
  AFTER_CURRENT,
  /** Beside everything. */
  PARALLEL,
  /** After all that is on the board. */
  NEW_PHASE;

  /** The spelling in JSON. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The one of that spelling. */
  public static Optional<Placing> of(String label) {
    for (Placing placing : values()) {
      if (placing.label().equals(label)) {
        return Optional.of(placing);
      }
    }
    return Optional.empty();
  }
}
