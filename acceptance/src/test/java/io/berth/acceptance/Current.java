package io.berth.acceptance;

/** Holds the one installation that a test run drives. */
public final class Current {
  private static volatile BerthUnderTest berth;

  private Current() {}

  public static void set(BerthUnderTest running) {
    berth = running;
  }

  static BerthUnderTest get() {
    if (berth == null) {
      throw new IllegalStateException("no Berth is running: start one before the contract tests");
    }
    return berth;
  }
}
