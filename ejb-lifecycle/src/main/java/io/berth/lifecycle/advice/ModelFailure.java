package io.berth.lifecycle.advice;

/** A model gave no answer that can be used; the message says why and holds no secret. */
final class ModelFailure extends Exception {
  private static final long serialVersionUID = 1;

  private final transient boolean passing;

  /**
   * With these words.
   *
   * @param passing whether it may work at once when it is asked again
   */
  ModelFailure(String message, boolean passing) {
    super(message);
    this.passing = passing;
  }

  boolean passing() {
    return passing;
  }
}
