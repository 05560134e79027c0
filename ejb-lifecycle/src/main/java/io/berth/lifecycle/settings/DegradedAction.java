package io.berth.lifecycle.settings;

/** What follows when a process got worse than it used to be. */
public enum DegradedAction {
  /** An event, and nothing else. */
  EVENT,
  /** The event, and the next generation in its place after a drain. */
  RECYCLE
}
