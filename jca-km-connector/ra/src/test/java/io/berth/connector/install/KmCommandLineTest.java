package io.berth.connector.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.connector.api.DataKey;
import io.berth.connector.api.KmRuntime;
import io.berth.connector.api.ProjectId;
import io.berth.connector.api.RestartLimits;
import io.berth.connector.api.StartOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class KmCommandLineTest {
  private static final KmLayout LAYOUT =
      new KmLayout(
          Path.of("/km/1"), List.of("a.jar", "b.jar"), Optional.of(Path.of("/km/1/n/x.so")));
  private static final JavaHome JDK_17 = new JavaHome(Path.of("/jdk17"), "17.0.12");
  private static final JavaHome JDK_25 = new JavaHome(Path.of("/jdk25"), "25.0.1");

  @Test
  void aStartNamesTheSecretFileAndNeverTheSecret() {
    assertThat(command(JDK_17, Optional.empty()))
        .startsWith("/jdk17/bin/java")
        .containsSubsequence(
            "-cp", "/km/1/lib/a.jar:/km/1/lib/b.jar", "io.berth.km.KmServer", "--port", "5001")
        .containsSubsequence("--data", "/data/alpha")
        .containsSubsequence("--secret-file", "/data/alpha/run/secret-3")
        .containsSubsequence("--generation", "3")
        .containsSubsequence("--project", "alpha")
        .containsSubsequence("--orphan-timeout", "PT10M")
        .containsSubsequence("--set", "pool.max=5", "--set", "pool.min=1")
        .contains("-Dorg.sqlite.lib.path=/km/1/n", "-Dorg.sqlite.lib.name=x.so")
        .noneMatch(word -> word.contains("AOT") || word.contains("Shared"));
  }

  @Test
  void eachJdkGetsItsOwnKindOfArchive() {
    assertThat(command(JDK_17, Optional.of(Path.of("/km.jsa"))))
        .contains("-Xshare:auto", "-XX:SharedArchiveFile=/km.jsa")
        .noneMatch(word -> word.contains("CompactObjectHeaders") || word.contains("AOT"));
    assertThat(command(JDK_25, Optional.of(Path.of("/km.aot"))))
        .contains("-XX:AOTCache=/km.aot", "-XX:+UseCompactObjectHeaders")
        .noneMatch(word -> word.startsWith("-Xshare"));
  }

  @Test
  void trainingAndStartUseTheSameFlagsAndClassPath() {
    for (JavaHome java : List.of(JDK_17, JDK_25)) {
      List<String> training =
          KmCommandLine.train(java, LAYOUT, Path.of("/a"), Path.of("/w")).stream()
              .takeWhile(word -> !word.equals(KmCommandLine.MAIN))
              .filter(word -> !word.contains("ArchiveClasses") && !word.contains("AOTCache"))
              .toList();
      assertThat(command(java, Optional.empty())).containsAll(training);
    }
  }

  @Test
  void anIdleKmIsNotWokenFourTimesASecondForItsLocks() {
    for (JavaHome java : List.of(JDK_17, JDK_25)) {
      assertThat(command(java, Optional.empty()))
          .as("a diagnostic flag is refused unless it is unlocked before")
          .containsSubsequence(
              "-XX:+UnlockDiagnosticVMOptions", "-XX:AsyncDeflationInterval=30000");
    }
  }

  @Test
  void aSharedProcessHasMoreHeapThanOneOfAProjectAlone() {
    assertThat(
            KmCommandLine.host(
                JDK_17,
                LAYOUT,
                Optional.of(Path.of("/km.jsa")),
                new KmCommandLine.Host(Path.of("/h/a.sock"), 100, Duration.ofMinutes(10))))
        .as("the last one counts")
        .containsSubsequence("-Xmx96m", "-Xmx256m", "io.berth.km.KmServer", "--host")
        .containsSubsequence("--control", "/h/a.sock", "--most", "100", "--orphan-timeout", "PT10M")
        .contains("-XX:SharedArchiveFile=/km.jsa");
  }

  @Test
  void theMajorVersionIsReadFromEverySpelling() {
    assertThat(new JavaHome(Path.of("/j"), "25").major()).isEqualTo(25);
    assertThat(new JavaHome(Path.of("/j"), "17.0.12").major()).isEqualTo(17);
    assertThat(new JavaHome(Path.of("/j"), "25.0.1+8-LTS").major()).isEqualTo(25);
    assertThat(new JavaHome(Path.of("/j"), "1.8.0").major()).isEqualTo(8);
    assertThat(new JavaHome(Path.of("/j"), "odd").major()).isEqualTo(17);
  }

  @Test
  void aKeyIsInNoArgumentAndComesWithTheAssignmentOfAWarmProcess() {
    DataKey key = new DataKey(new byte[DataKey.BYTES]);
    KmCommandLine.Start start =
        new KmCommandLine.Start(
            order().with(Optional.of(key)), 5001, Path.of("/s"), Duration.ofMinutes(10));
    assertThat(KmCommandLine.start(JDK_17, LAYOUT, Optional.empty(), start))
        .containsSubsequence("--key-from", "stdin")
        .noneMatch(word -> word.contains(key.hex()));
    assertThat(KmCommandLine.assignment(start))
        .containsSubsequence("--key", key.hex())
        .doesNotContain("--key-from");
    assertThat(KmCommandLine.recode(JDK_17, LAYOUT, Path.of("/data/alpha")))
        .endsWith("--recode", "--data", "/data/alpha");
    assertThat(start.toString()).contains("DataKey[hidden]").doesNotContain(key.hex());
    key.destroy();
    assertThatThrownBy(key::hex).hasMessageContaining("destroyed");
    assertThat(command(JDK_17, Optional.empty())).doesNotContain("--key-from");
  }

  @Test
  void aClassPathHasExactlyOneDriver() {
    KmLayout both =
        new KmLayout(
            Path.of("/km/1"),
            List.of("a.jar", "sqlite-jdbc.jar", "sqlite-jdbc-encrypting.jar"),
            Optional.empty());
    assertThat(both.classPath()).isEqualTo("/km/1/lib/a.jar:/km/1/lib/sqlite-jdbc.jar");
    assertThat(both.encrypting(Optional.empty()).classPath())
        .isEqualTo("/km/1/lib/a.jar:/km/1/lib/sqlite-jdbc-encrypting.jar");
  }

  private static List<String> command(JavaHome java, Optional<Path> archive) {
    return KmCommandLine.start(
        java,
        LAYOUT,
        archive,
        new KmCommandLine.Start(
            order(), 5001, Path.of("/data/alpha/run/secret-3"), Duration.ofMinutes(10)));
  }

  private static StartOrder order() {
    return new StartOrder(
        new ProjectId("alpha"),
        3,
        KmRuntime.builtInRuntime(),
        Path.of("/data/alpha"),
        OptionalInt.empty(),
        Duration.ofSeconds(30),
        Duration.ofSeconds(30),
        Duration.ofSeconds(10),
        RestartLimits.DEFAULTS,
        Map.of("pool.min", "1", "pool.max", "5"));
  }
}
