package io.berth.lifecycle.outbox;

/** A sink did not take events; the message says what to look at. They are tried again. */
public final class SinkFailure extends Exception {
  private static final long serialVersionUID = 1L;

  public SinkFailure(String message) {
    super(message);
  }

  public SinkFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
