package io.berth.cli.mcp;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Standard output: whole messages of the protocol, one a line, from any thread; nothing else. */
final class Output {
  private final PrintStream out;

  Output(PrintStream out) {
    this.out = out;
  }

  synchronized void message(String json) {
    // why harmless: within a JSON string a line break is always escaped
    String line = json.replace('\n', ' ').replace('\r', ' ').strip() + "\n";
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    out.write(bytes, 0, bytes.length);
    out.flush();
  }
}
