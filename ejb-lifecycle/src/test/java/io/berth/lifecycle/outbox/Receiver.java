package io.berth.lifecycle.outbox;

import io.berth.lifecycle.testing.Mood;
import java.util.List;

/** Where events arrive, with a real socket; for tests. */
interface Receiver extends AutoCloseable {
  /** A sink that delivers to it, as a node would make one. */
  Sink sink() throws Exception;

  void mood(Mood mood);

  /** Ids of all events that arrived so far, in their order, as often as they did. */
  List<String> taken() throws Exception;

  /** It is gone; what it took stays. */
  void stop() throws Exception;

  /** It is back at the same address. */
  void start() throws Exception;
}
