package io.berth.cli.mcp;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** The messages of one HTTP answer: a JSON document, or the data of each event of a stream. */
final class Events {
  private final BufferedReader lines;
  private final boolean stream;

  Events(InputStream body, boolean stream) {
    this.lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    this.stream = stream;
  }

  /** The next message; null at the end. An event that was broken off is none. */
  String next() throws IOException {
    if (!stream) {
      StringBuilder all = new StringBuilder();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        all.append(line).append(' ');
      }
      return all.toString().isBlank() ? null : all.toString();
    }
    StringBuilder data = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("data:")) {
        data.append(line, 5, line.length()).append(' ');
      } else if (line.isEmpty() && !data.toString().isBlank()) {
        return data.toString();
      } else if (line.isEmpty()) {
        data.setLength(0);
      }
    }
    return null;
  }
}
