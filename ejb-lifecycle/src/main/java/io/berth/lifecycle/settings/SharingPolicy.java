package io.berth.lifecycle.settings;

/** What follows when a project is found in the wrong kind of process for what it does. */
public enum SharingPolicy {
  /** Nothing. */
  OFF,
  /** An event, and a line in the status; an operator decides. */
  PROPOSE,
  /** The move. */
  MOVE
}
