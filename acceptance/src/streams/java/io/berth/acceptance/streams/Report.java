package io.berth.acceptance.streams;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The figures of one run as a table. {@code target/streams-NAME.md} always; with {@code
 * -Dberth.docs.write=true} also this JDK's part of {@code benchmarks/results/streams.md}.
 */
final class Report {
  private static final Path ROOT = Path.of(System.getProperty("berth.root"));
  private static final String BODIES = "Bodies larger than the heap";
  private static final String MANY = "Many streams and WebSockets at once";
  private static final String JDK = " (JDK " + Runtime.version().feature() + ")";

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
    String title = (name.equals("bodies") ? BODIES : MANY) + JDK;
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
    Files.writeString(ROOT.resolve("acceptance/target/streams-" + name + ".md"), text);
    if (Boolean.getBoolean("berth.docs.write")) {
      Path page = ROOT.resolve("benchmarks/results/streams.md");
      Map<String, String> parts = parts(Files.readString(page));
      parts.put("## " + title, text);
      Files.writeString(page, String.join("\n", parts.values()));
    }
  }

  /** The parts of a page by their first lines; another JDK's stay as they are. */
  private static Map<String, String> parts(String page) {
    Map<String, String> parts = new LinkedHashMap<>();
    for (String part : page.split("\\n(?=## )")) {
      parts.put(part.lines().findFirst().orElseThrow(), part);
    }
    return parts;
  }
}
