package io.berth.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The versions that the build wrote into the archive; read once. */
public final class Versions {
  private static final Properties VALUES = read();

  private Versions() {}

  /** This command and everything in its distribution. */
  public static String berth() {
    return VALUES.getProperty("berth");
  }

  /** The PostgreSQL binaries in the distribution. */
  public static String postgres() {
    return VALUES.getProperty("postgres");
  }

  private static Properties read() {
    Properties values = new Properties();
    try (InputStream in = Versions.class.getResourceAsStream("version.properties")) {
      values.load(in);
      return values;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
