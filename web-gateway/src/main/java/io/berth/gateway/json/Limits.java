package io.berth.gateway.json;

/** How large a body may be, in bytes. */
public final class Limits {
  /** Of any management request. */
  public static final int MANAGEMENT = 1 << 20;

  /** Of an import. */
  public static final int IMPORT = 64 << 20;

  private Limits() {}
}
