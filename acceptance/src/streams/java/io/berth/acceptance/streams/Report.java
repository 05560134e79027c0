package io.berth.acceptance.streams;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * The figures of one run as a table. {@code target/streams-NAME.md} always; with {@code
 * -Dberth.docs.write=true} also a part of {@code benchmarks/results/streams.md}.
 */
final class Report {
  private static final Path ROOT = Path.of(System.getProperty("berth.root"));
  private final String name;
  private final List<String> lines = new ArrayList<>();

  private Report(String name) {
    this.name = name;
  }

  static Report page(String name) {
    return new Report(name);
  }

  /** A file beside the tables, for who wants to know more. */
  static void beside(String file, String text) throws IOException {
    Files.writeString(ROOT.resolve("acceptance/target/streams-" + file), text);
  }

  Report line(String what, Object figure) {
    lines.add("| " + what + " | " + figure + " |");
    return this;
  }

  void write() throws IOException {
    String title =
        name.equals("bodies")
            ? "Bodies larger than the heap"
            : "Many streams and WebSockets at once";
    String text =
        "## "
            + title
            + "\n\n- machine: "
            + Runtime.getRuntime().availableProcessors()
            + " cores, Linux "
            + System.getProperty("os.version")
            + "; JDK "
            + Runtime.version()
            + "; date: "
            + LocalDate.now(ZoneOffset.UTC)
            + "\n- callers and KMs on the same machine\n\n| | |\n|---|---|\n"
            + String.join("\n", lines)
            + "\n";
    Path own = ROOT.resolve("acceptance/target/streams-" + name + ".md");
    Files.writeString(own, text);
    if (Boolean.getBoolean("berth.docs.write")) {
      StringBuilder page = new StringBuilder("# Streams through one node\n");
      for (String part : List.of("bodies", "many")) {
        Path file = own.resolveSibling("streams-" + part + ".md");
        if (Files.exists(file)) {
          page.append('\n').append(Files.readString(file));
        }
      }
      Files.writeString(ROOT.resolve("benchmarks/results/streams.md"), page);
    }
  }
}
