package io.berth.connector.api;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The key that the data of one project is encrypted with, on its way to the process that needs it.
 * Never printed, never equal to another; whoever is the last to need it destroys it. Thread-safe.
 */
public final class DataKey {
  /** How many bytes it has. */
  public static final int BYTES = 32;

  private final byte[] value;
  private boolean destroyed;

  /** Takes a copy. */
  public DataKey(byte[] value) {
    if (value.length != BYTES) {
      throw new IllegalArgumentException("a data key has " + BYTES + " bytes");
    }
    this.value = value.clone();
  }

  /** As the built-in KM takes it over standard input; to be overwritten after use. */
  public synchronized byte[] line() {
    byte[] text = hex().getBytes(StandardCharsets.US_ASCII);
    byte[] line = Arrays.copyOf(text, text.length + 1);
    Arrays.fill(text, (byte) 0);
    line[line.length - 1] = '\n';
    return line;
  }

  /** As the built-in KM takes it over its control socket. */
  public synchronized String hex() {
    if (destroyed) {
      throw new IllegalStateException("the key was destroyed after its use");
    }
    return HexFormat.of().formatHex(value);
  }

  /** Overwrites it. */
  public synchronized void destroy() {
    Arrays.fill(value, (byte) 0);
    destroyed = true;
  }

  @Override
  public String toString() {
    return "DataKey[hidden]";
  }
}
