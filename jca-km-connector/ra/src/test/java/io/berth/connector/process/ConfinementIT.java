package io.berth.connector.process;

import static io.berth.connector.process.Bench.ALPHA;
import static io.berth.connector.process.Bench.runtime;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.berth.connector.api.KmRuntime;
import io.berth.connector.api.ProcessEvent.Kind;
import io.berth.connector.api.ProcessSnapshot;
import io.berth.connector.api.ProcessState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ConfinementIT {
  private static final long LIMIT = 300L << 20;
  private static final int MOST_HOARDED = 700;
  private static final long LOG_BOUND = 10L << 20;

  @RegisterExtension final Bench bench = new Bench();

  @Test
  void aNiceLevelAndAMemoryLimitAreSeenInProc() throws Exception {
    long pid = start(confined(OptionalLong.of(LIMIT), 7, Map.of())).pid().getAsLong();
    // why a sum: who runs the tests may be nice already
    assertThat(nice("" + pid)).isEqualTo(Math.min(19, nice("self") + 7));
    assertThat(Files.readAllLines(Path.of("/proc/" + pid + "/limits")))
        .filteredOn(line -> line.startsWith("Max data size"))
        .singleElement()
        .asString()
        .contains("" + LIMIT);
    assertThat(bench.proc.stat(pid).orElseThrow().session()).as("own session").isEqualTo(pid);
    assertThat(bench.supervisor.hostLimits().display())
        .isEqualTo("memory limit by RLIMIT_DATA, nice level yes, keeper yes");
  }

  @Test
  void whereTheMachineSharesBySessionItGivesWayToOtherSessionsToo() throws Exception {
    String ours = share("self");
    long pid = start(confined(OptionalLong.empty(), 7, Map.of())).pid().getAsLong();
    boolean bySession = Files.exists(Path.of("/proc/self/autogroup"));
    assertThat(share("" + pid)).isEqualTo(bySession ? "nice 7" : "");
    assertThat(share("self")).isEqualTo(ours);
  }

  /** A session's share; empty if the kernel shares by thread alone, or has no session for it. */
  private static String share(String process) throws IOException {
    Path file = Path.of("/proc/" + process + "/autogroup");
    return Files.exists(file) ? Files.readString(file).strip().replaceFirst("^\\S+ ", "") : "";
  }

  @Test
  void aProgramThatTakesMoreThanItsLimitDiesOfItAndItsNeighbourDoesNot() throws Exception {
    ProcessSnapshot limited = start(confined(OptionalLong.of(LIMIT), 0, Map.of()));
    int port = limited.port().getAsInt();
    assertThat(catchThrowable(() -> PortsIT.get(port, "/hoard?" + MOST_HOARDED))).isNotNull();
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(bench.kinds()).contains(Kind.CRASHED));
    assertThat(bench.supervisor.snapshot(ALPHA).lastExit().orElseThrow().reason())
        .contains("emory");
    ProcessSnapshot free = start(confined(OptionalLong.empty(), 0, Map.of()));
    assertThat(PortsIT.get(free.port().getAsInt(), "/hoard?" + MOST_HOARDED))
        .isEqualTo("hoards " + MOST_HOARDED);
  }

  @Test
  void theEnvironmentIsMadeFromNothingAndTheFolderIsPrivate() throws Exception {
    ProcessSnapshot alpha = start(confined(OptionalLong.empty(), 0, Map.of("MINE", "at ${port}")));
    int port = alpha.port().getAsInt();
    Map<String, String> environment =
        Arrays.stream(PortsIT.get(port, "/env").replaceAll("[{}]", "").split(", "))
            .map(entry -> entry.split("=", 2))
            .collect(Collectors.toMap(e -> e[0], e -> e[1]));
    assertThat(environment)
        .containsOnlyKeys(
            "PATH",
            "HOME",
            "LANG",
            "MINE",
            "BERTH_INSTALLATION",
            "BERTH_NODE",
            "BERTH_PROJECT",
            "BERTH_GENERATION")
        .containsEntry("MINE", "at " + port);
    Path folder = bench.data.resolve("projects/alpha");
    assertThat(environment).containsEntry("HOME", folder.toString());
    assertThat(Path.of("/proc/" + alpha.pid().getAsLong() + "/cwd").toRealPath())
        .isEqualTo(folder.toRealPath());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
        .isEqualTo("rwx------");
  }

  @Test
  void aProgramThatWritesWithoutEndDoesNotFillTheDisk() throws Exception {
    int port = start(runtime("tools", "${port}")).port().getAsInt();
    assertThat(PortsIT.get(port, "/flood?64")).isEqualTo("written");
    Path log = bench.data.resolve("projects/alpha/log/process.log");
    Path older = log.resolveSibling("process.1.log");
    Awaitility.await().until(() -> Files.size(log) <= LOG_BOUND && Files.exists(older));
    assertThat(Files.size(older)).isBetween(1L, LOG_BOUND);
    assertThat(bench.supervisor.snapshot(ALPHA).state()).isEqualTo(ProcessState.READY);
    assertThat(PortsIT.get(port, "/flood?1")).isEqualTo("written");
    assertThat(bench.supervisor.logTail(ALPHA, 1)).singleElement().asString().startsWith("xxx");
  }

  private static int nice(String process) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + process + "/stat"));
    return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[16]);
  }

  private ProcessSnapshot start(KmRuntime runtime) throws Exception {
    return bench.ensure(ALPHA, runtime);
  }

  /** A program that may use more than the limit as far as it itself knows. */
  private static KmRuntime confined(OptionalLong memory, int nice, Map<String, String> env) {
    KmRuntime plain = runtime("tools", "${port}");
    List<String> command =
        plain.command().stream()
            .flatMap(
                word ->
                    word.equals("-Xmx32m")
                        ? List.of("-Xmx1500m", "-Xms16m", "-XX:+ExitOnOutOfMemoryError").stream()
                        : List.of(word).stream())
            .toList();
    return new KmRuntime(
        plain.name(),
        plain.transport(),
        command,
        env,
        plain.readyPath(),
        plain.mcpPath(),
        memory,
        nice,
        plain.readOnlyTools(),
        false,
        false);
  }
}
