package io.berth.acceptance.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * The page with the tables, a section each. What a run measured replaces its sections on demand;
 * otherwise the sections must say what was measured.
 */
final class Page {
  private static final String BEGIN = "<!-- measured: written by ConformanceRun -->\n";
  private static final String HEADING = "### ";

  private Page() {}

  /** With {@code -Dberth.docs.write=true} these tables are written; else they must be there. */
  static void check(Path page, Collection<String> measured) throws IOException {
    String text = Files.readString(page);
    int begin = text.indexOf(BEGIN) + BEGIN.length();
    Map<String, String> sections = new TreeMap<>();
    for (String section : text.substring(begin).split("(?m)^(?=" + HEADING + ")")) {
      if (!section.isBlank()) {
        sections.put(heading(section), section.strip());
      }
    }
    if (Boolean.getBoolean("berth.docs.write")) {
      measured.forEach(table -> sections.put(heading(table), table.strip()));
      Files.writeString(
          page, text.substring(0, begin) + "\n" + String.join("\n\n", sections.values()) + "\n");
      return;
    }
    for (String table : measured) {
      if (!sections.containsKey(heading(table))) {
        System.err.println("NOT ON THE PAGE YET: " + heading(table).substring(HEADING.length()));
        continue;
      }
      assertThat(sections.get(heading(table)))
          .as("docs/mcp-conformance.md; -Dberth.docs.write=true writes it")
          .isEqualTo(table.strip());
    }
  }

  private static String heading(String section) {
    return section.strip().lines().findFirst().orElseThrow();
  }
}
