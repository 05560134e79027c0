package io.berth.acceptance;

/** Holds the one installation that a test run drives. */
public final class Current {
  private static volatile BerthUnderTest berth;
  private static volatile TlsFiles tls;

  private Current() {}

  public static void set(BerthUnderTest running) {
    berth = running;
  }

  public static void set(TlsFiles files) {
    tls = files;
  }

  /** The certificate of the installation, which speaks HTTPS, too. */
  public static TlsFiles tls() {
    return tls;
  }

  static BerthUnderTest get() {
    if (berth == null) {
      throw new IllegalStateException("no Berth is running: start one before the contract tests");
    }
    return berth;
  }
}
