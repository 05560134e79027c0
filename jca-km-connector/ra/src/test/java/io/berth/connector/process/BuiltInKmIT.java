package io.berth.connector.process;

import static io.berth.connector.process.Bench.ALPHA;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.connector.api.AdoptionWish;
import io.berth.connector.api.KmRuntime;
import io.berth.connector.api.ProcessSnapshot;
import io.berth.connector.api.ProcessState;
import io.berth.connector.api.StopReason;
import io.berth.connector.install.JavaHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Berth's own KM, from its resources in this module to a probed process. */
class BuiltInKmIT {
  private static final KmRuntime BUILT_IN = KmRuntime.builtInRuntime();

  @RegisterExtension final Bench bench = new Bench();

  BuiltInKmIT() {
    bench.bare = true;
  }

  @Test
  void itIsInstalledStartedProbedAdoptedAndEndedInOrder() throws Exception {
    ProcessSnapshot ready = bench.ensure(ALPHA, BUILT_IN);
    assertThat(ready.runtime()).isEqualTo("built-in");
    assertThat(bench.supervisor.probe(ALPHA).orElseThrow().healthy()).isTrue();
    assertThat(String.join(" ", bench.supervisor.logTail(ALPHA, 50)))
        .contains("READY port=" + ready.port().getAsInt());

    bench.restartSupervisor();
    AdoptionWish wish = new AdoptionWish(bench.order(ALPHA, 1, BUILT_IN));
    assertThat(bench.supervisor.adopt(List.of(wish)).adopted())
        .extracting(ProcessSnapshot::pid)
        .containsExactly(ready.pid());
    assertThat(bench.supervisor.probe(ALPHA).orElseThrow().healthy()).isTrue();

    assertThat(bench.stop(ALPHA, StopReason.OPERATOR).state()).isEqualTo(ProcessState.STOPPED);
    bench.stopTimeout = Duration.ofSeconds(30);
    bench.ensure(ALPHA, BUILT_IN);
    // why another one: how an adopted process ended is known to nobody
    assertThat(bench.stop(ALPHA, StopReason.OPERATOR).lastExit().orElseThrow().code())
        .as("not killed")
        .hasValue(0);
  }

  @Test
  void theClassArchiveIsMadeInTheBackgroundAndUsedFromThenOn() throws Exception {
    for (Path java : javas()) {
      bench.kmJava = Optional.of(java);
      bench.restartSupervisor();
      Awaitility.await().atMost(Duration.ofSeconds(90)).until(() -> archive(java).isPresent());
      ProcessSnapshot ready = bench.ensure(ALPHA, BUILT_IN);
      String maps = Files.readString(Path.of("/proc/" + ready.pid().getAsLong() + "/maps"));
      assertThat(maps).contains(archive(java).orElseThrow().getFileName().toString());
      assertThat(maps).contains("libsqlitejdbc.so");
      System.out.println(java + ": ready after " + ready.startTook().orElseThrow());
      bench.stop(ALPHA, StopReason.OPERATOR);
    }
  }

  @Test
  void twoInstallersAtOnceLeaveOneInstallation() throws Exception {
    ProcessSupervisor other = bench.newSupervisor();
    try {
      assertThat(bench.ensure(ALPHA, BUILT_IN).state()).isEqualTo(ProcessState.READY);
    } finally {
      other.close();
    }
    try (Stream<Path> folders = Files.list(bench.data.resolve("km"))) {
      assertThat(folders.filter(f -> !f.getFileName().toString().startsWith("."))).hasSize(1);
    }
  }

  @Test
  void anOlderOneStaysOnDiskAsLongAsAProcessRunsIt() throws Exception {
    bench.ensure(ALPHA, BUILT_IN);
    bench.stop(ALPHA, StopReason.OPERATOR);
    String own = bench.supervisor.builtInContents().get(0);
    Path lib = bench.data.resolve("km").resolve(own).resolve("lib");
    Path older = bench.data.resolve("km").resolve("0123456789abcdef");
    Path needless = bench.data.resolve("km").resolve("fedcba9876543210");
    copy(lib, older.resolve("lib"));
    copy(lib, needless.resolve("lib"));
    bench.ensure(ALPHA, BUILT_IN.at(1, "0123456789abcdef"));
    bench.supervisor.keepBuiltIn(Set.of());
    Awaitility.await().until(() -> !Files.exists(needless));
    assertThat(older).isDirectory();
    assertThat(bench.supervisor.probe(ALPHA).orElseThrow().healthy()).isTrue();
    bench.stop(ALPHA, StopReason.OPERATOR);
    bench.supervisor.keepBuiltIn(Set.of());
    Awaitility.await().until(() -> !Files.exists(older));
    assertThat(bench.supervisor.builtInContents()).containsExactly(own);
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  private Optional<Path> archive(Path java) throws IOException {
    String suffix = Integer.toHexString(java.toString().hashCode());
    if (!Files.isDirectory(bench.data.resolve("km"))) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.walk(bench.data.resolve("km"), 3)) {
      return files
          .filter(f -> f.getParent().getFileName().toString().endsWith("-" + suffix))
          .filter(f -> f.getFileName().toString().startsWith("km."))
          .findFirst();
    } catch (java.io.UncheckedIOException e) {
      return Optional.empty(); // why: a draft folder went away while it was walked
    }
  }

  /** The JDK of the tests, and one that makes AOT caches if there is one beside it. */
  private static List<Path> javas() throws IOException {
    Path own = Path.of(System.getProperty("java.home"));
    try (Stream<Path> beside = Files.list(own.getParent())) {
      Stream<Path> newer =
          beside
              .filter(home -> Files.isExecutable(home.resolve("bin/java")))
              .filter(home -> !Files.isSymbolicLink(home) && JavaHome.of(home).major() >= 25)
              .limit(1);
      return Stream.concat(Stream.of(own), newer).distinct().toList();
    }
  }
}
