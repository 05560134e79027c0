package io.berth.connector.api;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Everything the adapter needs to give the database of a stopped project another key.
 *
 * @param project whose database
 * @param dataFolder its folder
 * @param from what it is encrypted with; empty: not at all
 * @param to what it is to be encrypted with; empty: not at all
 */
public record RecodeOrder(
    ProjectId project, Path dataFolder, Optional<DataKey> from, Optional<DataKey> to) {
  /** How it ended. */
  public enum Outcome {
    /** The database opens with the new key, durably. */
    RECODED,
    /** It failed, and the database opens as before. */
    UNCHANGED,
    /** It may open with either key: another process has the folder, or neither key opened it. */
    UNKNOWN
  }

  /** How it ended, and why not. */
  public record Result(Outcome outcome, String why) {}
}
