package io.berth.km.store;

import java.util.regex.Pattern;

/**
 * The key that one project's database is encrypted with: 256 random bits, so that nothing has to be
 * derived from it. Kept as text because the driver takes it as text for each connection; never
 * printed.
 */
public final class DataKey {
  private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

  private final String hex;

  private DataKey(String hex) {
    this.hex = hex;
  }

  /**
   * @throws IllegalArgumentException that does not quote the text
   */
  public static DataKey of(String hex) {
    if (!HEX.matcher(hex).matches()) {
      throw new IllegalArgumentException("a data key is 64 hexadecimal digits");
    }
    return new DataKey(hex);
  }

  /** As the driver takes it: used as it is, without a derivation that would cost each opening. */
  public String raw() {
    return "raw:" + hex;
  }

  @Override
  public String toString() {
    return "DataKey[hidden]";
  }
}
