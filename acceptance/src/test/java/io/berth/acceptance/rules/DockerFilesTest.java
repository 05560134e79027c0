package io.berth.acceptance.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No engine builds the image here, so the files are held against what they speak of. */
class DockerFilesTest {
  private static final Path ROOT = Path.of(System.getProperty("berth.root"));
  private static final Path DOCKER = ROOT.resolve("docker");

  @Test
  void theImageCopiesOnlyWhatIsThere() throws IOException {
    List<String> copies =
        Files.readAllLines(DOCKER.resolve("Dockerfile")).stream()
            .filter(line -> line.startsWith("COPY "))
            .map(line -> line.split("\\s+")[1])
            .toList();
    assertThat(copies).isNotEmpty();
    assertThat(copies).allSatisfy(source -> assertThat(ROOT.resolve(source)).exists());
  }

  @Test
  void theDistributionThatIsCopiedHasTheServerAndTheCommand() throws IOException {
    Path dist = ROOT.resolve("cli/target/dist");
    assertThat(dist.resolve("server/payara-micro.jar")).isRegularFile();
    assertThat(dist.resolve("server/jca-km-connector.rar")).isRegularFile();
    assertThat(dist.resolve("server/berth.war")).isRegularFile();
    try (Stream<Path> jars = Files.list(dist.resolve("lib"))) {
      assertThat(jars.map(jar -> jar.getFileName().toString()))
          .anyMatch(n -> n.startsWith("berth-cli"));
    }
  }

  @Test
  void everyVariableIsASettingOrOneOfTheCommand() throws IOException {
    Set<String> known = new TreeSet<>(Set.of("BERTH_PORT"));
    assertThat(ROOT.resolve("cli/src/main/java/io/berth/cli/node/ListenAddress.java"))
        .content()
        .contains("\"BERTH_LISTEN\"");
    known.add("BERTH_LISTEN");
    Matcher keys =
        Pattern.compile("`(berth\\.[a-z0-9.-]+)`")
            .matcher(Files.readString(ROOT.resolve("docs/settings.md")));
    while (keys.find()) {
      known.add(keys.group(1).toUpperCase(Locale.ROOT).replaceAll("[.-]", "_"));
    }
    assertThat(variables()).isNotEmpty().isSubsetOf(known);
  }

  @Test
  void theComposeFileBuildsThisImageAndPublishesOnlyOnLoopback() throws IOException {
    String compose = Files.readString(DOCKER.resolve("compose.yaml"));
    assertThat(compose).contains("dockerfile: docker/Dockerfile");
    Matcher ports = Pattern.compile("ports: \\[\"([^\"]+)\"]").matcher(compose);
    assertThat(ports.find()).isTrue();
    assertThat(ports.group(1)).startsWith("127.0.0.1:");
    assertThat(compose).doesNotContainPattern("(?i)password: *[^/\\s]");
  }

  @Test
  void theEntryPointUsesTheMainClassAndOptionsOfTheCommand() throws IOException {
    String entry = Files.readString(DOCKER.resolve("entrypoint.sh"));
    assertThat(entry).contains("io.berth.cli.Berth").contains("up --foreground --data");
    assertThat(ROOT.resolve("cli/src/main/java/io/berth/cli/Berth.java")).exists();
    String up =
        Files.readString(ROOT.resolve("cli/src/main/java/io/berth/cli/node/UpCommand.java"));
    assertThat(up).contains("\"--foreground\"").contains("\"--port\"");
  }

  private static Set<String> variables() throws IOException {
    try (Stream<Path> files = Files.list(DOCKER)) {
      return files
          .map(DockerFilesTest::read)
          .flatMap(text -> Pattern.compile("BERTH_[A-Z_]+").matcher(text).results())
          .map(result -> result.group())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
