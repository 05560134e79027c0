package io.berth.acceptance.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The page with the tables: written on demand, and otherwise compared with what was measured. */
final class Page {
  private static final String BEGIN = "<!-- measured: written by ConformanceRun -->\n";

  private Page() {}

  /** With {@code -Dberth.docs.write=true} the tables are replaced; else they must be these. */
  static void check(Path page, String tables) throws IOException {
    String text = Files.readString(page);
    int begin = text.indexOf(BEGIN) + BEGIN.length();
    if (Boolean.getBoolean("berth.docs.write")) {
      Files.writeString(page, text.substring(0, begin) + "\n" + tables.strip() + "\n");
      return;
    }
    assertThat(text.substring(begin).strip())
        .as("docs/mcp-conformance.md; -Dberth.docs.write=true writes it")
        .isEqualTo(tables.strip());
  }
}
