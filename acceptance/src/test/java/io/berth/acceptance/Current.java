package io.berth.acceptance;

/** Holds the one installation that a test run drives. */
public final class Current {
  private static volatile BerthUnderTest berth;
  private static volatile TlsFiles tls;
  private static volatile OwnIssuer issuer;

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

  public static void set(OwnIssuer running) {
    issuer = running;
  }

  /** The issuer whose tokens the installation accepts beside its own. */
  public static OwnIssuer issuer() {
    return issuer;
  }

  static BerthUnderTest get() {
    if (berth == null) {
      throw new IllegalStateException("no Berth is running: start one before the contract tests");
    }
    return berth;
  }
}
