package io.berth.cli.terminal;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;

/** Values as JSON for scripts. */
public final class JsonText {
  private JsonText() {}

  /** With line breaks. */
  public static String pretty(Object value) {
    try {
      return JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(value);
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
