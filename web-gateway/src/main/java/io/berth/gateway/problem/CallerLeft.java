package io.berth.gateway.problem;

import java.io.IOException;

/** A caller left in the middle of its request's body; it was told of in the log, once. */
public final class CallerLeft extends IOException {
  private static final long serialVersionUID = 1L;

  public CallerLeft(IOException cause) {
    super("the body ended before its end: its caller left", cause);
  }
}
