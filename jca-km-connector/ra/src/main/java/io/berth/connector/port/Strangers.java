package io.berth.connector.port;

import java.util.Collection;
import java.util.Map;

/** Tells who listens on ports that are not ours. Reads {@code /proc}; never called often. */
@FunctionalInterface
public interface Strangers {
  /** Who it is: another node of our installation, or anybody else, in words. */
  record Stranger(boolean ours, String name) {}

  /** Whom it could see; a port that is missing has a listener that may not be looked at. */
  Map<Integer, Stranger> on(Collection<Integer> ports);
}
