package io.berth.connector.api;

/** How ports are taken from several ranges. */
public enum PortStrategy {
  /** The first range that has a free port. */
  FILL,
  /** The range of which the smallest part is used. */
  BALANCE
}
