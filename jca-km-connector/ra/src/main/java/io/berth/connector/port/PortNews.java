package io.berth.connector.port;

import io.berth.connector.api.ProjectId;

/**
 * Something about ports that an operator should hear of, once.
 *
 * @param project who met it: the one that found no port, or the one that a stranger kept off
 * @param text what happened, for a human
 */
public record PortNews(Kind kind, ProjectId project, String text) {
  /** What can happen to ports. */
  public enum Kind {
    /** A start found none. */
    EXHAUSTED,
    /** After that: there is one again. */
    AVAILABLE,
    /** Somebody who is not ours listens on one. */
    FOREIGN,
    /** That one is free again. */
    FREED
  }
}
