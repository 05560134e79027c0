package io.berth.gateway.proxy;

import java.io.IOException;

/** The caller's connection failed; nobody is there to be told anything. */
final class CallerGone extends IOException {
  private static final long serialVersionUID = 1L;

  CallerGone(IOException cause) {
    super("the caller is gone", cause);
  }
}
