package io.berth.gateway.socket;

import java.util.function.Consumer;

/** The line to the program of one agent. Thread-safe; never blocks. */
interface Wire {
  /**
   * Begins to send. Only one message may be under way.
   *
   * @param done is called once, on any thread: with null when it is out, else with why not
   */
  void send(String text, Consumer<Throwable> done);

  /** Asks whether anybody is there; the answer counts as heard. */
  void ping();

  /** Ends it with a code and a reason that the other side sees. */
  void close(int code, String reason);
}
