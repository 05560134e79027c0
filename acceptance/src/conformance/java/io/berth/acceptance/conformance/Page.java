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
  static void check(Path page, Collection<String> measured, String when) throws IOException {
    String text = Files.readString(page);
    int begin = text.indexOf(BEGIN) + BEGIN.length();
    Map<String, String> sections = new TreeMap<>();
    for (String section : text.substring(begin).split("(?m)^(?=" + HEADING + ")")) {
      if (section.startsWith(HEADING)) {
        sections.put(heading(section), section.strip());
      }
    }
    if (Boolean.getBoolean("berth.docs.write")) {
      measured.forEach(
          table -> sections.put(heading(table), heading(table) + "\n\n" + when + body(table)));
      Files.writeString(
          page, text.substring(0, begin) + "\n" + String.join("\n\n", sections.values()) + "\n");
      return;
    }
    for (String table : measured) {
      if (!sections.containsKey(heading(table))) {
        System.err.println("NOT ON THE PAGE YET: " + heading(table).substring(HEADING.length()));
        continue;
      }
      assertThat(body(sections.get(heading(table))))
          .as("docs/mcp-conformance.md; -Dberth.docs.write=true writes it")
          .isEqualTo(body(table));
    }
  }

  /** The table itself: when it was measured is no part of what must be equal. */
  private static String body(String section) {
    String text = section.strip();
    return "\n\n" + text.substring(text.indexOf("| scenario |"));
  }

  private static String heading(String section) {
    return section.strip().lines().findFirst().orElseThrow();
  }
}
