package io.berth.km;

/**
 * The version that the program shows; a constant, because reading it from the jar's manifest costs
 * time at every start.
 */
final class Version {
  static final String TEXT = "0.1.0";

  private Version() {}
}
