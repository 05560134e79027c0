package io.berth.gateway.observe;

/** How one request is written down. Called on the access log's own thread; pure. */
interface AccessLine {
  /** Appends the line, with its end. */
  void append(StringBuilder to, Passage passage);
}
