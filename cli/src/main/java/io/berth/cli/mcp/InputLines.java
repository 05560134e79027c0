package io.berth.cli.mcp;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** Reads the client's messages, one a line, and never holds more than one of the allowed size. */
final class InputLines {
  /** What the gateway's bridge takes, too. */
  static final int MOST = 8 << 20;

  /** Stands for a line that was too long. */
  static final byte[] TOO_LONG = {};

  private final InputStream in;

  InputLines(InputStream in) {
    this.in = new BufferedInputStream(in, 64 * 1024);
  }

  /** The next line that is not empty; null at the end. */
  byte[] next() throws IOException {
    while (true) {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      boolean tooLong = false;
      int one = in.read();
      while (one >= 0 && one != '\n') {
        tooLong |= line.size() >= MOST;
        if (!tooLong) {
          line.write(one);
        }
        one = in.read();
      }
      if (tooLong) {
        return TOO_LONG;
      }
      if (line.toString(java.nio.charset.StandardCharsets.UTF_8).isBlank()) {
        if (one < 0) {
          return null;
        }
        continue;
      }
      return line.toByteArray();
    }
  }
}
