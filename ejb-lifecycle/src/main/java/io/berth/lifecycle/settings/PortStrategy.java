package io.berth.lifecycle.settings;

/** How ports are taken from several ranges. */
public enum PortStrategy {
  /** The first range that has a free port. */
  FILL,
  /** The range that is used least. */
  BALANCE
}
