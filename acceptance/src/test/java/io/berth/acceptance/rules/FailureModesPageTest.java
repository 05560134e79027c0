package io.berth.acceptance.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every test that the page of failure modes names is there. */
class FailureModesPageTest {
  private static final Path ROOT = Path.of(System.getProperty("berth.root"));
  private static final List<String> MODULES =
      List.of(
          "mcp-wire",
          "http-threads",
          "km-server",
          "jca-km-connector/ra",
          "ejb-lifecycle",
          "cli",
          "web-gateway",
          "acceptance");
  private static final Pattern NAMED =
      Pattern.compile("`(\\w+(?:Test|IT|Contract|Run))?(?:\\.([a-z]\\w+))?`");

  @Test
  void everyTestItNamesExists() throws IOException {
    Map<String, Path> sources = sources();
    List<String> missing = new ArrayList<>();
    Matcher named = NAMED.matcher(Files.readString(ROOT.resolve("docs/failure-modes.md")));
    String type = "";
    int seen = 0;
    while (named.find()) {
      type = named.group(1) == null ? type : named.group(1);
      String method = named.group(2);
      Path source = sources.get(type + ".java");
      if (source == null) {
        missing.add(type);
      } else if (method != null && !Files.readString(source).contains("void " + method + "(")) {
        missing.add(type + "." + method);
      }
      seen++;
    }
    assertThat(missing).as("named in docs/failure-modes.md, found nowhere").isEmpty();
    assertThat(seen).as("tests named").isGreaterThan(40);
  }

  private static Map<String, Path> sources() throws IOException {
    Map<String, Path> all = new HashMap<>();
    for (String module : MODULES) {
      for (String kind : List.of("test", "chaos", "encryption")) {
        Path folder = ROOT.resolve(module).resolve("src/" + kind + "/java");
        if (Files.isDirectory(folder)) {
          try (Stream<Path> files = Files.walk(folder)) {
            files.forEach(file -> all.put(file.getFileName().toString(), file));
          }
        }
      }
    }
    return all;
  }
}
