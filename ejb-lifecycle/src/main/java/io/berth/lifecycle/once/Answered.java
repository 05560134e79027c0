package io.berth.lifecycle.once;

import java.util.Optional;

/** What was answered to a request that succeeded. */
public record Answered(int status, Optional<String> location, Optional<String> body) {
  /** More than any answer of a write needs. */
  public static final int LONGEST_BODY = 65_536;
}
