package io.berth.gateway.proxy;

/**
 * A request that is not relayed, with what the caller is told. Thrown before anything was sent to a
 * KM.
 */
final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String label;

  Refusal(int status, String label, String detail) {
    super(detail, null, false, false);
    this.status = status;
    this.label = label;
  }

  int status() {
    return status;
  }

  /** The last part of the problem type, also the value of {@code Berth-Reason}. */
  String label() {
    return label;
  }
}
