package io.berth.cli.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.cli.CommandFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeCommandTest {
  @TempDir Path temp;
  private NodeFolder folder;

  @BeforeEach
  void distribution() throws Exception {
    folder = new NodeFolder(temp.resolve("var/node-1"));
    Files.createDirectories(temp.resolve("dist/server"));
    for (String file :
        List.of("payara-micro.jar", "http-threads.jar", "jca-km-connector.rar", "berth.war")) {
      Files.writeString(temp.resolve("dist/server").resolve(file), "");
    }
  }

  @Test
  void java17GetsNoOptionItDoesNotKnow() {
    assertThat(command(17, "")).noneMatch(word -> word.contains("Compact"));
    assertThat(command(25, "")).contains("-XX:+UseCompactObjectHeaders");
  }

  @Test
  void theOperatorsOptionsComeAfterOurs() {
    List<String> command = command(17, " -Xmx2g   -Dx=y ");
    assertThat(command).containsSubsequence("-Xmx512m", "-Xmx2g", "-Dx=y", "-jar");
  }

  @Test
  void namesTheSettingsFileAndNotWhatIsInIt() {
    assertThat(command(17, ""))
        .containsSubsequence("--systemproperties", folder.settings().toString())
        .containsSubsequence("--port", "8123");
  }

  @Test
  void theEnvironmentCarriesTheMarkAndNoSecret() {
    Map<String, String> environment =
        NodeCommand.environment(
            Map.of(
                "PATH", "/bin",
                "BERTH_TOKEN", "secret",
                "BERTH_DATABASE_PASSWORD", "secret",
                "BERTH_DATABASE_URL", "postgres://u:secret@h/d",
                "BERTH_IDLE_SWEEP", "PT1S"),
            "the-id",
            "node-1");
    assertThat(environment)
        .containsEntry("BERTH_INSTALLATION", "the-id")
        .containsEntry("BERTH_NODE", "node-1")
        .containsEntry("BERTH_IDLE_SWEEP", "PT1S");
    assertThat(environment.toString()).doesNotContain("secret");
  }

  @Test
  void anIncompleteDistributionIsNamed() throws Exception {
    Files.delete(temp.resolve("dist/server/berth.war"));
    assertThatThrownBy(() -> command(17, ""))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("berth.war");
  }

  @Test
  void theListenerIsOnLoopbackOnly() {
    assertThat(NodeFiles.preBoot("127.0.0.1", Optional.empty()))
        .anyMatch(line -> line.endsWith("address=127.0.0.1"))
        .as("closed until Berth is deployed")
        .anyMatch(line -> line.endsWith("http-listener.enabled=false"));
    assertThat(NodeFiles.preBoot("127.0.0.1", Optional.empty()))
        .anyMatch(line -> line.endsWith("max-connections=-1"));
  }

  @Test
  void theCollectorIsTheParallelOneUnlessTheOperatorNamesAnother() {
    assertThat(command(25, "-Xmx2g"))
        .contains("-XX:+UseParallelGC", "-Xmn48m", "-XX:MinHeapFreeRatio=90");
    assertThat(command(25, "-Xmx2g\n-XX:+UseG1GC"))
        .contains("-XX:+UseG1GC", "-XX:-G1UseAdaptiveIHOP")
        .doesNotContain("-XX:+UseParallelGC", "-Xmn48m", "-XX:MinHeapFreeRatio=90");
    assertThat(command(25, "-XX:MaxHeapFreeRatio=40"))
        .as("a JVM refuses a smallest share above the largest")
        .contains("-XX:+UseParallelGC")
        .doesNotContain("-XX:MinHeapFreeRatio=90");
    Map<String, String> everyJvm = Map.of("JAVA_TOOL_OPTIONS", "-Dx=y -XX:+UseSerialGC");
    assertThat(NodeCommand.of(folder, dist(), 8123, 25, false, everyJvm))
        .as("a JVM refuses two collectors")
        .doesNotContain("-XX:+UseParallelGC", "-XX:+UseSerialGC");
  }

  @Test
  void theThreadsOfTheListenerAreOursAndOnItsClassPath() {
    assertThat(NodeFiles.preBoot("127.0.0.1", Optional.empty()))
        .anyMatch(line -> line.endsWith("classname=io.berth.http.threads.HttpThreads"))
        .anyMatch(line -> line.endsWith("io-strategy=io.berth.http.threads.AskedAgain"));
    assertThat(command(17, ""))
        .containsSubsequence("--addlibs", temp.resolve("dist/server/http-threads.jar").toString());
  }

  @Test
  void largePagesAreAskedForWhereTheKernelGivesThem() {
    assertThat(command(17, "")).doesNotContain("-XX:+UseTransparentHugePages");
    assertThat(NodeCommand.of(folder, dist(), 8123, 17, true, Map.of()))
        .contains("-XX:+UseTransparentHugePages");
  }

  @Test
  void theListenerSpeaksNothingButHttp1() {
    assertThat(NodeFiles.preBoot("127.0.0.1", Optional.empty()))
        .anyMatch(line -> line.endsWith("http-listener.http.http2-enabled=false"));
  }

  @Test
  void withTlsPlainHttpStaysOnLoopbackWhereverOthersComeIn() {
    Tls tls = new Tls(Path.of("/c"), Path.of("/k"), 9443);
    assertThat(NodeFiles.preBoot("0.0.0.0", Optional.of(tls)))
        .anyMatch(line -> line.endsWith(".http-listener.address=127.0.0.1"))
        .anyMatch(line -> line.endsWith(".https-listener.address=0.0.0.0"))
        .anyMatch(line -> line.endsWith(".https-listener.port=9443"))
        .anyMatch(line -> line.endsWith("ssl.tls-enabled=false"))
        .anyMatch(line -> line.endsWith("ssl.tls11-enabled=false"))
        .anyMatch(line -> line.endsWith("https-listener.http.http2-enabled=false"))
        .noneMatch(line -> line.contains(".http-listener.address=0.0.0.0"));
  }

  private List<String> command(int java, String options) {
    return NodeCommand.of(
        folder, dist(), 8123, java, false, Map.of("BERTH_NODE_JAVA_OPTS", options));
  }

  private Distribution dist() {
    return new Distribution(temp.resolve("dist"));
  }
}
