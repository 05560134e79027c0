package io.berth.lifecycle.outbox;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Where events go. Called by one thread of one node at a time, with a few events in their order;
 * returning means that all of them are there for good. It may be given them again.
 */
public interface Sink extends AutoCloseable {
  /** Its name in the database, in logs and in metrics. */
  String name();

  /** Of which streams it is told. */
  default Set<Stream> streams() {
    return EnumSet.allOf(Stream.class);
  }

  /** How many events it takes at once. */
  default int most() {
    return 100;
  }

  /**
   * Hands them over. Bounded in time by its own settings.
   *
   * @throws SinkFailure if one of them may not have arrived
   */
  void deliver(List<OutEvent> events) throws SinkFailure;

  @Override
  default void close() {}
}
