package io.berth.connector.proc;

import java.time.Duration;

/** Ends a process group and everything that carries its marker; see {@link Ender}. */
@FunctionalInterface
public interface GroupEnd {
  /** Ends it within this patience. Blocks its caller. */
  Ender.Outcome end(ProcessGroup group, Marker marker, Duration patience);
}
