package io.berth.connector.stdio;

/** The way to the program. Called by the bridge under its lock; must not block. */
interface ChildLink {
  /**
   * One message for its standard input.
   *
   * @return false when too much waits there already: the program does not read
   */
  boolean send(byte[] message);

  /** Writes a line about it to the output of the process, for an operator. */
  void note(String line);

  /** Nothing more will be sent: its standard input is closed. */
  void close();
}
